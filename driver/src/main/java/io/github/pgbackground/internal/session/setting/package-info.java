/** The settings that count: those of pg_background and the server's timeouts, with their values. */
@NullMarked
package io.github.pgbackground.internal.session.setting;

import org.jspecify.annotations.NullMarked;
