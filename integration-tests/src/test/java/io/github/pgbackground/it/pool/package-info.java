/** The pool of workers: who gets one, who waits, who shares, and what is left in the end. */
@NullMarked
package io.github.pgbackground.it.pool;

import org.jspecify.annotations.NullMarked;
