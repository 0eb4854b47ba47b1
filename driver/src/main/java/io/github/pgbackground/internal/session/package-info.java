/** One connection of the application: what runs on it, and what it launches. */
@NullMarked
package io.github.pgbackground.internal.session;

import org.jspecify.annotations.NullMarked;
