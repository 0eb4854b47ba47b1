/** How calls that only the server sees come to this driver, and how their answers go back. */
@NullMarked
package io.github.pgbackground.internal.bridge;

import org.jspecify.annotations.NullMarked;
