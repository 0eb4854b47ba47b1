/** One execution of a text with calls: its parts, in order, each the way that it takes. */
@NullMarked
package io.github.pgbackground.internal.jdbc.run;

import org.jspecify.annotations.NullMarked;
