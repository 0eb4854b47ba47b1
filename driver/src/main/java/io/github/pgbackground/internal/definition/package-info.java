/** The SQL that makes the functions of pg_background on a server, for one session or for good. */
@NullMarked
package io.github.pgbackground.internal.definition;

import org.jspecify.annotations.NullMarked;
