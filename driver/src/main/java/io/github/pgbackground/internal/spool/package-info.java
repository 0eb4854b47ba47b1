/** What waits for a reader, in memory and beyond it in a file. */
@NullMarked
package io.github.pgbackground.internal.spool;

import org.jspecify.annotations.NullMarked;
