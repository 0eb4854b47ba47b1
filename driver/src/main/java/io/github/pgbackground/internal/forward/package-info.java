/** Mechanical forwarding to pgjdbc's objects, one line a method; whoever implements it adds only decisions. */
@NullMarked
package io.github.pgbackground.internal.forward;

import org.jspecify.annotations.NullMarked;
