/** What is known of the session's server process, until the application may have changed it. */
@NullMarked
package io.github.pgbackground.internal.session.knowledge;

import org.jspecify.annotations.NullMarked;
