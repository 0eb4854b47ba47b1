package io.github.pgbackground.internal.sql.recognition.mention;

import io.github.pgbackground.internal.sql.FunctionTable;
import io.github.pgbackground.internal.sql.text.Keywords;
import io.github.pgbackground.internal.sql.text.Token.Kind;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/**
 * Finds the names of types of pg_background where nothing but a type can stand, or, in PL/pgSQL,
 * hardly anything else can.
 */
public final class TypeFinder {

  /** The words of PL/pgSQL behind which no type stands, besides those before an expression. */
  private static final Set<String> NO_TYPE_BEHIND =
      Set.of(
          "alias",
          "assert",
          "begin",
          "call",
          "declare",
          "diagnostics",
          "elseif",
          "elsif",
          "execute",
          "if",
          "insert",
          "into",
          "join",
          "loop",
          "next",
          "only",
          "open",
          "perform",
          "raise",
          "return",
          "table",
          "update",
          "while");

  /** The words that start a query: in parentheses with one of them is no list of columns. */
  private static final Set<String> QUERY = Set.of("select", "table", "values", "with");

  private final Tokens tokens;
  private final FunctionTable functions;
  private final boolean code;

  /** The open parentheses. */
  private final Deque<Integer> open = new ArrayDeque<>();

  private TypeFinder(Tokens tokens, FunctionTable functions, boolean code) {
    this.tokens = tokens;
    this.functions = functions;
    this.code = code;
  }

  /** Takes the first token of a type, which may be its schema, and the token of its name. */
  @FunctionalInterface
  public interface Found {
    void type(int first, int name);
  }

  /** The types that a statement names in what is evaluated when it runs. */
  static void find(Tokens tokens, FunctionTable functions, boolean escapeAllowed, Found found) {
    new TypeFinder(tokens, functions, false)
        .find(Unevaluated.ofStatement(tokens, escapeAllowed), found);
  }

  /** Those of a piece of PL/pgSQL, or of SQL that is put together only when it runs. */
  public static void findInCode(Tokens tokens, FunctionTable functions, Found found) {
    new TypeFinder(tokens, functions, true).find(Unevaluated.ofCode(tokens), found);
  }

  private void find(Unevaluated unevaluated, Found found) {
    for (int i = unevaluated.next(0); i < tokens.size(); i = unevaluated.next(i + 1)) {
      if (tokens.is(i, Kind.LEFT_PARENTHESIS)) {
        open.push(i);
      } else if (tokens.is(i, Kind.RIGHT_PARENTHESIS)) {
        open.poll();
      } else if (tokens.isWord(i) && functions.isType(tokens.word(i))) {
        boolean qualified = tokens.is(i - 1, Kind.DOT) && !tokens.is(i - 2, Kind.DOT);
        int first = qualified ? i - 2 : i;
        if ((!qualified || isPublic(first)) && endsType(i) && isTypeAt(first, i)) {
          found.type(first, i);
        }
      }
    }
  }

  private boolean isPublic(int i) {
    return tokens.isWord(i) && tokens.word(i).equals("public") && !tokens.is(i - 1, Kind.DOT);
  }

  /** Whether the name is no function's, nor a table's of which a column is named. */
  private boolean endsType(int name) {
    if (tokens.is(name + 1, Kind.LEFT_PARENTHESIS) || tokens.is(name + 1, Kind.ASSIGN)) {
      return false;
    }
    return !tokens.is(name + 1, Kind.DOT)
        || (code && tokens.isOperator(name + 3, '%') && tokens.is(name + 4, "type"));
  }

  private boolean isTypeAt(int first, int name) {
    if (tokens.is(first - 1, Kind.CAST) || tokens.is(name + 1, Kind.STRING)) {
      return true;
    }
    int list = open.isEmpty() ? -1 : open.peek();
    if (tokens.is(first - 1, "as")) {
      return tokens.is(list - 1, "cast");
    }
    return code ? followsName(first) : isInList(first, list);
  }

  /** {@code name type}, {@code setof type} and the like. */
  private boolean followsName(int first) {
    return tokens.is(first - 1, Kind.QUOTED_IDENTIFIER)
        || (tokens.is(first - 1, Kind.IDENTIFIER)
            && !Keywords.canPrecedeExpression(tokens.word(first - 1))
            && !NO_TYPE_BEHIND.contains(tokens.word(first - 1)));
  }

  /** {@code (name type, …)} of columns, or the types of {@code PREPARE name(type, …)}. */
  private boolean isInList(int first, int list) {
    if (list < 0
        || (tokens.is(list + 1, Kind.IDENTIFIER) && QUERY.contains(tokens.word(list + 1)))) {
      return false;
    }
    if (tokens.is(0, "prepare") && list == 2) {
      return first - 1 == list || tokens.is(first - 1, Kind.COMMA);
    }
    return tokens.isWord(first - 1) && (first - 2 == list || tokens.is(first - 2, Kind.COMMA));
  }
}
