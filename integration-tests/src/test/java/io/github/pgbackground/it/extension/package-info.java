/** What the driver promises of the extension pg_background itself where the server has none. */
@NullMarked
package io.github.pgbackground.it.extension;

import org.jspecify.annotations.NullMarked;
