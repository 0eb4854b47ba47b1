/**
 * What the driver promises of statements that it serves itself.
 *
 * <p>Where plain pgjdbc can say what is right, it is asked: {@link
 * io.github.pgbackground.it.serving.Imitation} makes functions with the names and signatures of the
 * extension's, so that the very same texts run on both drivers.
 */
@NullMarked
package io.github.pgbackground.it.serving;

import org.jspecify.annotations.NullMarked;
