/** Ends of the JVM that launched: what is finished all the same, and what it waits for. */
@NullMarked
package io.github.pgbackground.it.jvm;

import org.jspecify.annotations.NullMarked;
