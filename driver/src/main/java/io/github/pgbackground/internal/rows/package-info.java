/** Outcomes of jobs turned into what JDBC shows: result sets and errors. */
@NullMarked
package io.github.pgbackground.internal.rows;

import org.jspecify.annotations.NullMarked;
