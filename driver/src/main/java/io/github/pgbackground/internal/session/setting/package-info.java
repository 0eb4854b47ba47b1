/** The settings of pg_background and the values they take. */
@NullMarked
package io.github.pgbackground.internal.session.setting;

import org.jspecify.annotations.NullMarked;
