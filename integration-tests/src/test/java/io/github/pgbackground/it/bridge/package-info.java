/** Calls that only the server sees. */
@NullMarked
package io.github.pgbackground.it.bridge;

import org.jspecify.annotations.NullMarked;
