/** Programs that use the driver as an application would: {@link Tour} is the one to begin with. */
@NullMarked
package io.github.pgbackground.examples;

import org.jspecify.annotations.NullMarked;
