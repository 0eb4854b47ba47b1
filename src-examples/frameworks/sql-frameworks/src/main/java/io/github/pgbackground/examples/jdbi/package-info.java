/** Jdbi: queries, calls, transactions. */
@NullMarked
package io.github.pgbackground.examples.jdbi;

import org.jspecify.annotations.NullMarked;
