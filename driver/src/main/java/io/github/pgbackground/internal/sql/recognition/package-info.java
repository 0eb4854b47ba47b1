/** From the tokens of a text to the calls in it, by decisions that are each in one place. */
@NullMarked
package io.github.pgbackground.internal.sql.recognition;

import org.jspecify.annotations.NullMarked;
