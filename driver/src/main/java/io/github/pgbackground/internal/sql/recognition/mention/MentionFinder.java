package io.github.pgbackground.internal.sql.recognition.mention;

import io.github.pgbackground.internal.sql.BackgroundFunction;
import io.github.pgbackground.internal.sql.FunctionTable;
import io.github.pgbackground.internal.sql.text.Keywords;
import io.github.pgbackground.internal.sql.text.Token.Kind;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides which names of functions in a statement are calls, by the word before them and the kind
 * of statement. A function's name may as well be given to a table, an alias, a CTE or a function
 * that is being defined: such a statement is valid and nobody's business. Therefore only what
 * stands where an expression starts is a call; what is missed goes to the server, which says that
 * there is no such function.
 */
public final class MentionFinder {

  /** The words that end the list of CTEs at their level. */
  private static final Set<String> MAIN_OF_WITH =
      Set.of("delete", "insert", "merge", "select", "table", "update", "values");

  /** The words of PL/pgSQL behind which an expression starts. */
  private static final Set<String> BEFORE_EXPRESSION_IN_CODE =
      Set.of(
          "array", "assert", "default", "elseif", "elsif", "execute", "if", "next", "perform",
          "return", "reverse", "while");

  private final Tokens tokens;
  private final FunctionTable functions;
  private final Unevaluated unevaluated;

  /** The words, besides those of SQL, behind which an expression starts. */
  private final Set<String> furtherWords;

  /** Whether the first token may start an expression. */
  private final boolean piece;

  /** The levels of parentheses at which a list of CTEs is going on. */
  private final BitSet listsOfCtes = new BitSet();

  private int level;

  /**
   * A place where a statement calls one of the functions, as indexes of tokens.
   *
   * @param first the first token: the name, or its schema
   * @param open the parenthesis behind the name
   * @param close the parenthesis that ends the call; a piece of code may be without it: -1
   */
  public record Mention(BackgroundFunction function, int first, int open, int close) {}

  private MentionFinder(
      Tokens tokens,
      FunctionTable functions,
      Unevaluated unevaluated,
      Set<String> furtherWords,
      boolean piece) {
    this.tokens = tokens;
    this.functions = functions;
    this.unevaluated = unevaluated;
    this.furtherWords = furtherWords;
    this.piece = piece;
  }

  /**
   * The calls of a statement in the order of the text.
   *
   * @param escapeAllowed whether the statement may be JDBC's escape for calls
   */
  public static List<Mention> find(Tokens tokens, FunctionTable functions, boolean escapeAllowed) {
    boolean escape = escapeAllowed && tokens.is(0, Kind.LEFT_BRACE);
    Set<String> furtherWords = escape ? Set.of("call") : Set.of();
    return new MentionFinder(
            tokens, functions, Unevaluated.ofStatement(tokens, escapeAllowed), furtherWords, false)
        .find();
  }

  /** The calls of a piece of PL/pgSQL, or of SQL that is put together only when it runs. */
  public static List<Mention> findInCode(Tokens tokens, FunctionTable functions) {
    return new MentionFinder(
            tokens, functions, Unevaluated.ofCode(tokens), BEFORE_EXPRESSION_IN_CODE, true)
        .find();
  }

  private List<Mention> find() {
    List<Mention> mentions = new ArrayList<>();
    for (int i = unevaluated.next(0); i < tokens.size(); i = unevaluated.next(i + 1)) {
      switch (tokens.kind(i)) {
        case LEFT_PARENTHESIS -> listsOfCtes.clear(++level);
        case RIGHT_PARENTHESIS -> level = Math.max(0, level - 1);
        case IDENTIFIER, QUOTED_IDENTIFIER -> {
          followCtes(i);
          Mention mention = mentionAt(i);
          if (mention != null) {
            mentions.add(mention);
          }
        }
        default -> {}
      }
    }
    return mentions;
  }

  /**
   * In {@code WITH name(columns) AS (…), …} names are defined, up to the statement they are for.
   */
  private void followCtes(int i) {
    if (tokens.is(i, "with") && startsCtes(i)) {
      listsOfCtes.set(level);
    } else if (listsOfCtes.get(level)
        && tokens.is(i, Kind.IDENTIFIER)
        && MAIN_OF_WITH.contains(tokens.word(i))) {
      listsOfCtes.clear(level);
    }
  }

  private boolean startsCtes(int with) {
    if (tokens.is(with + 1, "ordinality") && tokens.is(with - 1, Kind.RIGHT_PARENTHESIS)) {
      return false;
    }
    int name = tokens.is(with + 1, "recursive") ? with + 2 : with + 1;
    return tokens.isWord(name)
        && (tokens.is(name + 1, "as") || tokens.is(name + 1, Kind.LEFT_PARENTHESIS));
  }

  private @Nullable Mention mentionAt(int name) {
    int open = name + 1;
    if (!tokens.is(open, Kind.LEFT_PARENTHESIS) || listsOfCtes.get(level)) {
      return null;
    }
    BackgroundFunction function = functions.find(tokens.word(name));
    if (function == null) {
      return null;
    }
    int first = name;
    if (tokens.is(name - 1, Kind.DOT) && !tokens.is(name - 2, Kind.DOT)) {
      first = name - 2;
      if (!tokens.isWord(first) || !tokens.word(first).equals("public")) {
        return null;
      }
    }
    return startsExpression(first)
        ? new Mention(function, first, open, tokens.partner(open))
        : null;
  }

  /** Whether an expression or a FROM item can start at the token. */
  private boolean startsExpression(int i) {
    int before = i - 1;
    if (before < 0) {
      return piece;
    }
    return switch (tokens.kind(before)) {
      case LEFT_PARENTHESIS, LEFT_BRACKET, COMMA, OPERATOR, STAR, ASSIGN, ARROW -> true;
      case RIGHT_PARENTHESIS -> endsPrefix(tokens.partner(before));
      case IDENTIFIER ->
          Keywords.canPrecedeExpression(tokens.word(before))
              || furtherWords.contains(tokens.word(before));
      // The bounds of PL/pgSQL's FOR.
      case DOT -> piece && tokens.is(before - 1, Kind.DOT);
      default -> false;
    };
  }

  /** Whether the parentheses belong to {@code DISTINCT ON (…)} or {@code OPERATOR(…)}. */
  private boolean endsPrefix(int open) {
    return tokens.is(open - 1, "operator")
        || (tokens.is(open - 1, "on") && tokens.is(open - 2, "distinct"));
  }
}
