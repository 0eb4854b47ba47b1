package io.github.pgbackground.internal.sql;

import org.jspecify.annotations.Nullable;

/**
 * A place where a statement sets or resets a setting with the prefix {@code pg_background}.
 *
 * @param setting the name behind the prefix, in lower case; there may be no such setting
 * @param value null where none is given, which is the default's way; an {@link Argument.Text} may
 *     stand in the text without quotes
 */
public record Assignment(String setting, @Nullable Argument value) {}
