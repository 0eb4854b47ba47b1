/** One job on one worker connection: its text sent, its rows and notices taken, what came of it. */
@NullMarked
package io.github.pgbackground.internal.worker;

import org.jspecify.annotations.NullMarked;
