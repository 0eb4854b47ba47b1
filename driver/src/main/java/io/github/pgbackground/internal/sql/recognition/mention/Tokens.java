package io.github.pgbackground.internal.sql.recognition.mention;

import io.github.pgbackground.internal.sql.Parameters;
import io.github.pgbackground.internal.sql.Part.QuestionMark;
import io.github.pgbackground.internal.sql.text.Identifiers;
import io.github.pgbackground.internal.sql.text.ParameterStyle;
import io.github.pgbackground.internal.sql.text.SqlStatement;
import io.github.pgbackground.internal.sql.text.Token;
import io.github.pgbackground.internal.sql.text.Token.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The tokens of one statement by their index, with their brackets of all kinds matched and their
 * parameters counted. An index out of range is the index of no token: it is of no kind.
 */
public final class Tokens {

  private static final int NONE = -1;

  private final String sql;
  private final List<Token> tokens;

  /** For each bracket the index of the other one of the pair. */
  private final int[] partners;

  /** For each token how many parameters the text has before it; one entry more for the end. */
  private final int[] parametersBefore;

  private final boolean wellFormed;

  /** Whether a question mark that is no parameter is doubled. */
  private final boolean doubled;

  /**
   * @param parametersBefore how many parameters the text has before the statement
   */
  public Tokens(String sql, SqlStatement statement, ParameterStyle style, int parametersBefore) {
    this.sql = sql;
    this.doubled = style != ParameterStyle.NONE;
    this.tokens = statement.tokens();
    this.partners = new int[tokens.size()];
    this.parametersBefore = new int[tokens.size() + 1];
    Arrays.fill(partners, NONE);
    Arrays.fill(this.parametersBefore, parametersBefore);
    this.wellFormed = matchBrackets();
    countParameters();
  }

  private boolean matchBrackets() {
    int[] open = new int[tokens.size()];
    int depth = 0;
    for (int i = 0; i < tokens.size(); i++) {
      switch (kind(i)) {
        case LEFT_PARENTHESIS, LEFT_BRACKET, LEFT_BRACE -> open[depth++] = i;
        case RIGHT_PARENTHESIS, RIGHT_BRACKET, RIGHT_BRACE -> {
          if (depth == 0 || kind(open[depth - 1]) != opening(kind(i))) {
            return false;
          }
          partners[i] = open[--depth];
          partners[partners[i]] = i;
        }
        case SEMICOLON, UNTERMINATED -> {
          return false;
        }
        default -> {}
      }
    }
    return depth == 0;
  }

  private static Kind opening(Kind closing) {
    return switch (closing) {
      case RIGHT_PARENTHESIS -> Kind.LEFT_PARENTHESIS;
      case RIGHT_BRACKET -> Kind.LEFT_BRACKET;
      default -> Kind.LEFT_BRACE;
    };
  }

  private void countParameters() {
    for (int i = 0; i < tokens.size(); i++) {
      parametersBefore[i + 1] = parametersBefore[i] + (is(i, Kind.PARAMETER) ? 1 : 0);
    }
  }

  /**
   * Whether brackets match, strings end, and no semicolon is left; else the server shall complain.
   */
  public boolean wellFormed() {
    return wellFormed;
  }

  public int size() {
    return tokens.size();
  }

  public Kind kind(int i) {
    return tokens.get(i).kind();
  }

  public boolean is(int i, Kind kind) {
    return i >= 0 && i < tokens.size() && kind(i) == kind;
  }

  /** Whether the token is the key word, which is written in lower case. */
  public boolean is(int i, String keyword) {
    return i >= 0 && i < tokens.size() && tokens.get(i).is(sql, keyword);
  }

  /** Whether the token is the operator. */
  public boolean isOperator(int i, char operator) {
    return is(i, Kind.OPERATOR) && end(i) - start(i) == 1 && sql.charAt(start(i)) == operator;
  }

  /** Whether the token is a name or a key word. */
  public boolean isWord(int i) {
    return is(i, Kind.IDENTIFIER) || is(i, Kind.QUOTED_IDENTIFIER);
  }

  /** What a word says: folded, or without its quotes. */
  public String word(int i) {
    return Identifiers.nameOf(sql, tokens.get(i));
  }

  /** The text from one token up to, without it, another one. */
  public String text(int from, int to) {
    return sql.substring(start(from), end(to - 1));
  }

  public Token token(int i) {
    return tokens.get(i);
  }

  public String sql() {
    return sql;
  }

  public int start(int i) {
    return tokens.get(i).start();
  }

  public int end(int i) {
    return tokens.get(i).end();
  }

  /** The other one of a pair of brackets. */
  public int partner(int i) {
    return partners[i];
  }

  /** The index behind the token, or, where it opens a pair, behind the pair. */
  public int behind(int i) {
    return partners[i] > i ? partners[i] + 1 : i + 1;
  }

  /** The parameters from one token up to, without it, another one. */
  public Parameters parameters(int from, int to) {
    return new Parameters(
        parametersBefore[from] + 1, parametersBefore[to] - parametersBefore[from]);
  }

  /** The question marks of the statement that are parameters, or stand in operators. */
  List<QuestionMark> questionMarks() {
    List<QuestionMark> marks = new ArrayList<>();
    for (Token token : tokens) {
      if (token.kind() == Kind.PARAMETER) {
        marks.add(new QuestionMark(token.start(), 1, true));
      } else if (token.kind() == Kind.OPERATOR) {
        for (int i = token.start(); i < token.end(); i++) {
          if (sql.charAt(i) == '?') {
            int length = doubled && i + 1 < token.end() && sql.charAt(i + 1) == '?' ? 2 : 1;
            marks.add(new QuestionMark(i, length, false));
            i += length - 1;
          }
        }
      }
    }
    return marks;
  }
}
