/** A job's text sent over a worker's connection, and its rows and notices taken. */
@NullMarked
package io.github.pgbackground.internal.worker;

import org.jspecify.annotations.NullMarked;
