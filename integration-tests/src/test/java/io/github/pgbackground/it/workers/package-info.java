/** How workers, and this driver's own SQL, behave beside what applications do to their sessions. */
@NullMarked
package io.github.pgbackground.it.workers;

import org.jspecify.annotations.NullMarked;
