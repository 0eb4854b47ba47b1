/** Mechanical forwarding to sockets, one line a method, for whoever sits between pgjdbc and them. */
@NullMarked
package io.github.pgbackground.internal.forward.socket;

import org.jspecify.annotations.NullMarked;
