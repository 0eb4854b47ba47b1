/** Statements about the extension itself, and how this driver stands in for it. */
@NullMarked
package io.github.pgbackground.internal.extension;

import org.jspecify.annotations.NullMarked;
