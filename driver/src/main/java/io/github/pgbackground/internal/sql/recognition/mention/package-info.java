/** The tokens of one statement, and where in them something of pg_background's is named. */
@NullMarked
package io.github.pgbackground.internal.sql.recognition.mention;

import org.jspecify.annotations.NullMarked;
