/** What passes through the driver behaves as on plain pgjdbc. */
@NullMarked
package io.github.pgbackground.it.transparency;

import org.jspecify.annotations.NullMarked;
