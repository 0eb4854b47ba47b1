/** What the functions and the settings of pg_background do. */
@NullMarked
package io.github.pgbackground.it.functions;

import org.jspecify.annotations.NullMarked;
