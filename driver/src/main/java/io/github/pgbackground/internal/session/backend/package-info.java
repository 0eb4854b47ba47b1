/** The session's own server process, as what runs for the session has to do with it. */
@NullMarked
package io.github.pgbackground.internal.session.backend;

import org.jspecify.annotations.NullMarked;
