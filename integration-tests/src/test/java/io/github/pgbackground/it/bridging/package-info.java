/** Calls that only the server sees, by the side of a server that has such functions itself. */
@NullMarked
package io.github.pgbackground.it.bridging;

import org.jspecify.annotations.NullMarked;
