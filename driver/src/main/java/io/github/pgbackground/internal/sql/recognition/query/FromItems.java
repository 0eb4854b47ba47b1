package io.github.pgbackground.internal.sql.recognition.query;

import io.github.pgbackground.internal.sql.recognition.mention.Tokens;
import io.github.pgbackground.internal.sql.text.Token.Kind;
import java.util.Set;

/**
 * Tells from the tokens before it whether something is an item of a FROM clause, or of a USING that
 * is one in all but name. What is not known to be one is none.
 */
final class FromItems {

  /** The words that begin a statement, or a level of one, which can have a FROM clause. */
  private static final Set<String> BEFORE_FROM = Set.of("delete", "select", "update");

  /** The words that begin a clause in which a comma stands for something else. */
  private static final Set<String> OTHER_CLAUSES =
      Set.of(
          "by",
          "except",
          "fetch",
          "for",
          "group",
          "having",
          "intersect",
          "into",
          "limit",
          "offset",
          "order",
          "returning",
          "set",
          "union",
          "values",
          "when",
          "where",
          "window",
          "with");

  private FromItems() {}

  /** Whether an item starts with the token, or with the word LATERAL before it. */
  static boolean startsAt(Tokens tokens, int i) {
    int before = tokens.is(i - 1, "lateral") ? i - 2 : i - 1;
    if (tokens.is(before, "join")) {
      return true;
    } else if (tokens.is(before, "using")) {
      return isUsingClause(tokens, before);
    } else if (tokens.is(before, "from")) {
      return isFromClause(tokens, before);
    }
    return tokens.is(before, Kind.COMMA) && isInList(tokens, before);
  }

  /** Whether a comma stands between items: in the clause that begins before it at its level. */
  private static boolean isInList(Tokens tokens, int comma) {
    for (int i = before(tokens, comma); i >= 0; i = before(tokens, i)) {
      if (tokens.is(i, Kind.LEFT_PARENTHESIS)) {
        return false;
      } else if (tokens.is(i, "from") && !isComparison(tokens, i)) {
        return isFromClause(tokens, i);
      } else if (tokens.is(i, "using") && isUsingClause(tokens, i)) {
        return true;
      } else if (tokens.is(i, Kind.IDENTIFIER)
          && (OTHER_CLAUSES.contains(tokens.word(i)) || BEFORE_FROM.contains(tokens.word(i)))) {
        return false;
      }
    }
    return false;
  }

  /** {@code DELETE FROM … USING}, {@code MERGE INTO … USING}: not of a join or an operator. */
  private static boolean isUsingClause(Tokens tokens, int using) {
    return !tokens.is(using + 1, Kind.LEFT_PARENTHESIS)
        && !tokens.is(using + 1, Kind.OPERATOR)
        && !tokens.is(using + 1, "operator")
        && (tokens.is(0, "delete") || tokens.is(0, "merge") || tokens.is(0, "with"));
  }

  /** Whether FROM is a clause: not a part of a comparison, or of {@code extract(day from d)}. */
  private static boolean isFromClause(Tokens tokens, int from) {
    if (isComparison(tokens, from)) {
      return false;
    }
    for (int i = before(tokens, from); i >= 0; i = before(tokens, i)) {
      if (tokens.is(i, Kind.LEFT_PARENTHESIS)) {
        return false;
      } else if (tokens.is(i, Kind.IDENTIFIER) && BEFORE_FROM.contains(tokens.word(i))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isComparison(Tokens tokens, int from) {
    return tokens.is(from - 1, "distinct")
        && (tokens.is(from - 2, "is") || (tokens.is(from - 2, "not") && tokens.is(from - 3, "is")));
  }

  /** The token before another one, or before the pairs of brackets that end there. */
  private static int before(Tokens tokens, int i) {
    int last = i - 1;
    while (tokens.is(last, Kind.RIGHT_PARENTHESIS)
        || tokens.is(last, Kind.RIGHT_BRACKET)
        || tokens.is(last, Kind.RIGHT_BRACE)) {
      last = tokens.partner(last) - 1;
    }
    return last;
  }
}
