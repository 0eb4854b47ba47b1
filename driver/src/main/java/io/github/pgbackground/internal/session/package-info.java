/** One connection of the application: its handles, what is known of its state, its waits. */
@NullMarked
package io.github.pgbackground.internal.session;

import org.jspecify.annotations.NullMarked;
