package io.github.pgbackground.internal.jobtext;

import io.github.pgbackground.internal.sql.text.ParameterStyle;
import io.github.pgbackground.internal.sql.text.SqlStatement;
import io.github.pgbackground.internal.sql.text.Token;
import java.util.List;
import java.util.Locale;

/**
 * {@code DECLARE name BINARY CURSOR}: in the protocol that a job's text is sent with, a FETCH from
 * it would give rows in another form than all others. There are spaces in the word's place instead,
 * and nobody can tell the difference.
 */
final class BinaryCursors {
  private static final String WORD = "binary";

  private BinaryCursors() {}

  /** The text, as long as it was, without such cursors. */
  static String removedFrom(String sql, boolean standardConformingStrings) {
    if (!sql.toLowerCase(Locale.ROOT).contains(WORD)) {
      return sql;
    }
    StringBuilder text = new StringBuilder(sql);
    for (SqlStatement statement :
        SqlStatement.split(sql, standardConformingStrings, ParameterStyle.NONE)) {
      if (statement.word(sql, 0).equals("DECLARE")) {
        blank(sql, statement.tokens(), text);
      }
    }
    return text.toString();
  }

  /** Options stand between the cursor's name and the word CURSOR. */
  private static void blank(String sql, List<Token> tokens, StringBuilder text) {
    for (Token token : tokens.subList(Math.min(2, tokens.size()), tokens.size())) {
      if (token.is(sql, "cursor")) {
        return;
      } else if (token.is(sql, WORD)) {
        text.replace(token.start(), token.end(), " ".repeat(WORD.length()));
      }
    }
  }
}
