/** What is known of SQL: the functions of pg_background, and what a text that calls them says. */
@NullMarked
package io.github.pgbackground.internal.sql;

import org.jspecify.annotations.NullMarked;
