/** Ends of every kind: what breaks, on which side, and what is left then. */
@NullMarked
package io.github.pgbackground.it.faults;

import org.jspecify.annotations.NullMarked;
