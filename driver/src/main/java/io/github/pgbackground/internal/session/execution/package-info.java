/**
 * One run of a statement with calls: its waits, their bounds, what it asks the server, its rows.
 */
@NullMarked
package io.github.pgbackground.internal.session.execution;

import org.jspecify.annotations.NullMarked;
