/**
 * Mechanical forwarding to objects of pgjdbc's, one line a method; whoever implements it adds only
 * decisions.
 */
@NullMarked
package io.github.pgbackground.internal.forward;

import org.jspecify.annotations.NullMarked;
