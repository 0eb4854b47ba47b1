/** The bridge's functions on a server: made, found, told from others, and believed. */
@NullMarked
package io.github.pgbackground.internal.bridge.function;

import org.jspecify.annotations.NullMarked;
