/** The session behind one connection of the application. */
@NullMarked
package io.github.pgbackground.internal.session;

import org.jspecify.annotations.NullMarked;
