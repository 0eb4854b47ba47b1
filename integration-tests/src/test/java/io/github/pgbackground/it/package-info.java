/**
 * Tests of the driver on a real PostgreSQL.
 *
 * <p>A test class says {@code @ExtendWith(PostgresExtension.class)} and takes a {@link
 * io.github.pgbackground.it.TestDatabase} as a parameter of its constructor or of a method. It has
 * that database for itself, and each of its methods is held to leaving nothing behind.
 */
@NullMarked
package io.github.pgbackground.it;

import org.jspecify.annotations.NullMarked;
