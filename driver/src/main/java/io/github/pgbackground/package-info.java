/** The JDBC driver behind {@code jdbc:pgbackground:}, and all of its API. */
@NullMarked
package io.github.pgbackground;

import org.jspecify.annotations.NullMarked;
