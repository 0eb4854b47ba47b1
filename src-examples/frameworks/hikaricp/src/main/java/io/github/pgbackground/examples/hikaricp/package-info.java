/** HikariCP as the application's pool. */
@NullMarked
package io.github.pgbackground.examples.hikaricp;

import org.jspecify.annotations.NullMarked;
