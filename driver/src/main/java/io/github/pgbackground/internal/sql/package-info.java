/** From a statement's text to the calls of pg_background in it: pure, no JDBC, no server. */
@NullMarked
package io.github.pgbackground.internal.sql;

import org.jspecify.annotations.NullMarked;
