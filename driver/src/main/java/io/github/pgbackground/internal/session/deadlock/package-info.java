/** Callers that wait for themselves: found as the server finds deadlocks, which it cannot here. */
@NullMarked
package io.github.pgbackground.internal.session.deadlock;

import org.jspecify.annotations.NullMarked;
