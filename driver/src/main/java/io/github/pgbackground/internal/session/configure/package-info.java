/** Statements that set, or look at, the settings of pg_background: made ready for the server. */
@NullMarked
package io.github.pgbackground.internal.session.configure;

import org.jspecify.annotations.NullMarked;
