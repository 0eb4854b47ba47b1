/** What is looked at when a server is checked, one thing a file, and what is said of it. */
@NullMarked
package io.github.pgbackground.internal.command.inspection;

import org.jspecify.annotations.NullMarked;
