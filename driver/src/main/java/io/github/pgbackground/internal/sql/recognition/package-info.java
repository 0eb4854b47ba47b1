/** From a text to its statements with calls: each is found, read, and given its way. */
@NullMarked
package io.github.pgbackground.internal.sql.recognition;

import org.jspecify.annotations.NullMarked;
