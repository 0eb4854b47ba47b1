/** Statements that are about pg_background: its extension, privileges, settings, prepared calls. */
@NullMarked
package io.github.pgbackground.internal.sql.recognition.command;

import org.jspecify.annotations.NullMarked;
