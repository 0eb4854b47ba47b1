/** Flyway and Liquibase: migrations that install pg_background and stored code that calls it. */
@NullMarked
package io.github.pgbackground.examples.migrations;

import org.jspecify.annotations.NullMarked;
