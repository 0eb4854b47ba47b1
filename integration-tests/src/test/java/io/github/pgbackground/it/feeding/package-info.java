/** What the driver promises of statements that the server runs over rows of ours. */
@NullMarked
package io.github.pgbackground.it.feeding;

import org.jspecify.annotations.NullMarked;
