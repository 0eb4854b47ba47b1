/** The PostgreSQL that the tests run on, wherever it comes from. */
@NullMarked
package io.github.pgbackground.it.server;

import org.jspecify.annotations.NullMarked;
