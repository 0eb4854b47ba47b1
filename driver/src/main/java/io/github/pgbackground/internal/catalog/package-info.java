/**
 * What {@code DatabaseMetaData} says of the functions of pg_background where the server has none.
 */
@NullMarked
package io.github.pgbackground.internal.catalog;

import org.jspecify.annotations.NullMarked;
