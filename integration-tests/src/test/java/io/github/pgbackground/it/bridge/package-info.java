/** Calls that only the server sees, and what is believed of them. */
@NullMarked
package io.github.pgbackground.it.bridge;

import org.jspecify.annotations.NullMarked;
