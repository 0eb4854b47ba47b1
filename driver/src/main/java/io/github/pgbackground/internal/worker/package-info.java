/** Jobs turned into running SQL: the pool of worker connections and what happens on one of them. */
@NullMarked
package io.github.pgbackground.internal.worker;

import org.jspecify.annotations.NullMarked;
