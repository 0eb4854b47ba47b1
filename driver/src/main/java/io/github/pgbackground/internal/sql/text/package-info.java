/** From SQL's characters to tokens and statements, by the rules of PostgreSQL's own scanner. */
@NullMarked
package io.github.pgbackground.internal.sql.text;

import org.jspecify.annotations.NullMarked;
