package io.github.pgbackground.internal.sql.recognition.query;

import io.github.pgbackground.internal.sql.recognition.mention.Tokens;
import io.github.pgbackground.internal.sql.text.Keywords;
import io.github.pgbackground.internal.sql.text.Token.Kind;

/**
 * Sees that an argument reads a column of something else in its statement, where that is plain to
 * see: {@code k.pid} outside of any subquery, or a name alone.
 */
final class RowReference {
  private RowReference() {}

  /** Whether there is one between the tokens, which belong to one call. */
  static boolean isIn(Tokens tokens, int from, int to) {
    int i = from;
    while (i < to) {
      if (startsSubquery(tokens, i)) {
        i = tokens.behind(i);
      } else if (isQualified(tokens, i) || isWholeArgument(tokens, i)) {
        return true;
      } else {
        i++;
      }
    }
    return false;
  }

  private static boolean startsSubquery(Tokens tokens, int i) {
    return tokens.is(i, Kind.LEFT_PARENTHESIS)
        && (tokens.is(i + 1, "select") || tokens.is(i + 1, "values") || tokens.is(i + 1, "with"));
  }

  /** {@code a.b}, which is neither a function nor a type nor a collation. */
  private static boolean isQualified(Tokens tokens, int i) {
    return tokens.isWord(i)
        && tokens.is(i + 1, Kind.DOT)
        && tokens.isWord(i + 2)
        && !tokens.is(i + 3, Kind.DOT)
        && !tokens.is(i + 3, Kind.LEFT_PARENTHESIS)
        && !tokens.is(i - 1, Kind.DOT)
        && !tokens.is(i - 1, Kind.CAST)
        && !tokens.is(i - 1, "as")
        && !tokens.is(i - 1, "collate");
  }

  private static boolean isWholeArgument(Tokens tokens, int i) {
    boolean starts =
        tokens.is(i - 1, Kind.LEFT_PARENTHESIS)
            || tokens.is(i - 1, Kind.COMMA)
            || tokens.is(i - 1, Kind.ARROW)
            || tokens.is(i - 1, Kind.ASSIGN);
    boolean ends = tokens.is(i + 1, Kind.RIGHT_PARENTHESIS) || tokens.is(i + 1, Kind.COMMA);
    return starts
        && ends
        && (tokens.is(i, Kind.QUOTED_IDENTIFIER)
            || (tokens.is(i, Kind.IDENTIFIER) && Keywords.canBeColumnOrAlias(tokens.word(i))));
  }
}
