/** The ways to a connection: URLs, properties, the driver and the data source. */
@NullMarked
package io.github.pgbackground.it.connecting;

import org.jspecify.annotations.NullMarked;
