package io.github.pgbackground.internal.sql.recognition.mention;

import io.github.pgbackground.internal.sql.text.Token.Kind;
import java.util.Set;

/**
 * The tokens, of one statement, of what the server does not evaluate when it runs the statement: of
 * what it stores, or of what only names something.
 *
 * @param to the token behind them
 */
public record Unevaluated(int from, int to) {

  /** The words that start a statement in which a call can be evaluated when it runs. */
  private static final Set<String> EVALUATING =
      Set.of(
          "call", "copy", "declare", "delete", "execute", "explain", "insert", "merge", "prepare",
          "select", "table", "update", "values", "with");

  /** The words that start a statement in which the name of a function is but a name. */
  private static final Set<String> NAMING =
      Set.of(
          "alter",
          "analyse",
          "analyze",
          "comment",
          "create",
          "drop",
          "grant",
          "import",
          "reindex",
          "revoke",
          "security",
          "vacuum");

  /** The words of PL/pgSQL behind which a statement starts. */
  private static final Set<String> BEFORE_STATEMENT = Set.of("begin", "else", "loop", "then");

  /**
   * @param escapeAllowed whether the statement may be JDBC's escape for calls
   */
  static Unevaluated ofStatement(Tokens tokens, boolean escapeAllowed) {
    boolean evaluating =
        (escapeAllowed && tokens.is(0, Kind.LEFT_BRACE))
            || tokens.is(0, Kind.LEFT_PARENTHESIS)
            || (tokens.is(0, Kind.IDENTIFIER) && EVALUATING.contains(tokens.word(0)));
    return new Unevaluated(0, evaluating ? 0 : behindCreate(tokens, 0));
  }

  /**
   * What PL/pgSQL has up to a semicolon: the beginning of a block, say, and the first statement in
   * it.
   */
  static Unevaluated ofCode(Tokens tokens) {
    for (int i = 0; i < tokens.size(); i++) {
      if (tokens.is(i, Kind.IDENTIFIER)
          && startsStatement(tokens, i)
          && NAMING.contains(tokens.word(i))) {
        return new Unevaluated(i, behindCreate(tokens, i));
      }
    }
    return new Unevaluated(0, 0);
  }

  /** Whether a statement of PL/pgSQL starts at the token, as far as the token before it says. */
  public static boolean startsStatement(Tokens tokens, int i) {
    return i == 0
        || (tokens.is(i - 1, Kind.IDENTIFIER) && BEFORE_STATEMENT.contains(tokens.word(i - 1)))
        || (tokens.is(i - 1, Kind.OPERATOR) && tokens.text(i - 1, i).equals(">>"));
  }

  /** The first token from the given one on that can be evaluated. */
  int next(int i) {
    return i >= from && i < to ? to : i;
  }

  /**
   * Where the query of {@code CREATE TABLE … AS} starts, and what a temporary view or table has: it
   * lives no longer than the functions.
   */
  private static int behindCreate(Tokens tokens, int create) {
    int i = create + 1;
    if (!tokens.is(create, "create")) {
      return tokens.size();
    }
    i += tokens.is(i, "or") && tokens.is(i + 1, "replace") ? 2 : 0;
    boolean temporary = false;
    while (tokens.is(i, "global")
        || tokens.is(i, "local")
        || tokens.is(i, "temporary")
        || tokens.is(i, "temp")
        || tokens.is(i, "recursive")
        || tokens.is(i, "unlogged")) {
      temporary |= tokens.is(i, "temporary") || tokens.is(i, "temp");
      i++;
    }
    if (tokens.is(i, "table") && temporary) {
      return i;
    }
    if (!tokens.is(i, "table") && !(tokens.is(i, "view") && temporary)) {
      return tokens.size();
    }
    while (i < tokens.size() && !tokens.is(i, "as")) {
      i = tokens.behind(i);
    }
    return i;
  }
}
