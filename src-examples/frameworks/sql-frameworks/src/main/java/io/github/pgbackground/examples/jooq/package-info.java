/** jOOQ: its dialect, typed rows, transactions. */
@NullMarked
package io.github.pgbackground.examples.jooq;

import org.jspecify.annotations.NullMarked;
