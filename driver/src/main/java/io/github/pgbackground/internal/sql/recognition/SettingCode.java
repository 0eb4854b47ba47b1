package io.github.pgbackground.internal.sql.recognition;

import io.github.pgbackground.internal.sql.text.ParameterStyle;
import io.github.pgbackground.internal.sql.text.SqlStatement;
import java.util.regex.Pattern;

/** Tells which statements are code that may set settings and that a rollback takes back. */
public final class SettingCode {
  private static final Pattern SETTING =
      Pattern.compile("\\b(set|reset|set_config)\\b", Pattern.CASE_INSENSITIVE);

  /** What may commit, which no block around it allows. */
  private static final Pattern COMMITTING =
      Pattern.compile("\\b(commit|rollback|call)\\b", Pattern.CASE_INSENSITIVE);

  private SettingCode() {}

  /** Whether one statement is a {@code DO} with words that set something and none that commits. */
  public static boolean maySet(String sql, boolean standardConformingStrings) {
    return SETTING.matcher(sql).find()
        && !COMMITTING.matcher(sql).find()
        && SqlStatement.split(sql, standardConformingStrings, ParameterStyle.NONE).stream()
            .anyMatch(
                statement ->
                    !statement.tokens().isEmpty() && statement.tokens().get(0).is(sql, "do"));
  }
}
