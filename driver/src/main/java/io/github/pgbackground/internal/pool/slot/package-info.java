/** The place of one worker, whose connection HikariCP keeps. */
@NullMarked
package io.github.pgbackground.internal.pool.slot;

import org.jspecify.annotations.NullMarked;
