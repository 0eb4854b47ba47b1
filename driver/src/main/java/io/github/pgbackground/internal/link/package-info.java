/** The socket under a connection of pgjdbc, which shows when pgjdbc is about to wait. */
@NullMarked
package io.github.pgbackground.internal.link;

import org.jspecify.annotations.NullMarked;
