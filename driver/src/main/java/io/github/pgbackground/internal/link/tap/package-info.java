/** What is taken out of what a server sends, message by message, before pgjdbc reads it. */
@NullMarked
package io.github.pgbackground.internal.link.tap;

import org.jspecify.annotations.NullMarked;
