/** The connection that answers for the sessions of a target, with its locks and its answers. */
@NullMarked
package io.github.pgbackground.internal.bridge.hub;

import org.jspecify.annotations.NullMarked;
