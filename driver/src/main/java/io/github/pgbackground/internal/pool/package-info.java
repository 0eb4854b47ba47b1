/**
 * Launches turned into jobs that have a worker: the connections of a target, their places and their
 * ends.
 */
@NullMarked
package io.github.pgbackground.internal.pool;

import org.jspecify.annotations.NullMarked;
