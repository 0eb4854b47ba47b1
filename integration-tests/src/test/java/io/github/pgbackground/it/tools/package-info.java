/** What tools rely on: those that people work in, and those that load the driver's jar. */
@NullMarked
package io.github.pgbackground.it.tools;

import org.jspecify.annotations.NullMarked;
