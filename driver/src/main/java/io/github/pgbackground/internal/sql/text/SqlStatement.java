package io.github.pgbackground.internal.sql.text;

import io.github.pgbackground.internal.sql.text.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * One statement of a text: where its first token starts, where its last one ends, and the tokens
 * between.
 */
public record SqlStatement(int start, int end, List<Token> tokens) {

  private static final Set<String> TRANSACTION_CONTROL =
      Set.of("BEGIN", "START", "COMMIT", "END", "ROLLBACK", "ABORT", "SAVEPOINT", "RELEASE");

  public SqlStatement {
    tokens = List.copyOf(tokens);
  }

  /** The statement's characters, without its semicolon and without comments around it. */
  public String text(String sql) {
    return sql.substring(start, end);
  }

  /** The n-th token in upper case if it is a word without quotes, else the empty string. */
  public String word(String sql, int n) {
    return n < tokens.size() && tokens.get(n).kind() == Kind.IDENTIFIER
        ? tokens.get(n).text(sql).toUpperCase(Locale.ROOT)
        : "";
  }

  /** Whether it begins or ends a transaction or a part of one. */
  public boolean controlsTransaction(String sql) {
    String first = word(sql, 0);
    return TRANSACTION_CONTROL.contains(first)
        || (first.equals("PREPARE") && word(sql, 1).equals("TRANSACTION") && !isPreparing(sql));
  }

  /** Whether {@code TRANSACTION} is but the name of a statement to prepare. */
  private boolean isPreparing(String sql) {
    return word(sql, 2).equals("AS")
        || (tokens.size() > 2 && tokens.get(2).kind() == Kind.LEFT_PARENTHESIS);
  }

  /**
   * Cuts a text at its semicolons, except at those within parentheses and within the {@code BEGIN
   * ATOMIC} body of a function. There are no empty statements: a comment alone is none, unless it
   * is unterminated.
   */
  public static List<SqlStatement> split(
      String sql, boolean standardConformingStrings, ParameterStyle style) {
    return split(new Lexer(sql, 0, standardConformingStrings, style), new Collector(sql, false));
  }

  /**
   * The same, and comments that stand alone between semicolons, as statements without tokens: the
   * server answers them, and pgjdbc counts the answer.
   */
  public static List<SqlStatement> splitWithComments(
      String sql, boolean standardConformingStrings, ParameterStyle style) {
    return split(new Lexer(sql, 0, standardConformingStrings, style), new Collector(sql, true));
  }

  private static List<SqlStatement> split(Lexer lexer, Collector collector) {
    for (Token token = lexer.next(); token != null; token = lexer.next()) {
      if (token.kind() == Kind.SEMICOLON && collector.isOutermost()) {
        collector.finish(token.start(), token.end());
      } else {
        collector.add(token);
      }
    }
    return collector.finished();
  }

  /** The offset behind the semicolon that ends the statement; there must be one. */
  public int behindSemicolon(String sql, boolean standardConformingStrings, ParameterStyle style) {
    Token semicolon = new Lexer(sql, end, standardConformingStrings, style).next();
    if (semicolon == null || semicolon.kind() != Kind.SEMICOLON) {
      throw new IllegalStateException("no semicolon behind " + end);
    }
    return semicolon.end();
  }

  /** Gathers the tokens of one statement after the other, and knows how deep they are. */
  private static final class Collector {
    private final String sql;
    private final boolean comments;
    private final List<SqlStatement> statements = new ArrayList<>();
    private final List<Token> tokens = new ArrayList<>();

    /** Behind the latest semicolon that cut. */
    private int start;

    private int parentheses;

    /** Within a BEGIN ATOMIC body: 1, and 1 more for each CASE, which has an END of its own. */
    private int ends;

    Collector(String sql, boolean comments) {
      this.sql = sql;
      this.comments = comments;
    }

    boolean isOutermost() {
      return parentheses == 0 && ends == 0;
    }

    void add(Token token) {
      switch (token.kind()) {
        case LEFT_PARENTHESIS -> parentheses++;
        case RIGHT_PARENTHESIS -> parentheses--;
        case IDENTIFIER -> countEnds(token);
        default -> {}
      }
      tokens.add(token);
    }

    /**
     * Ends a statement.
     *
     * @param end where its semicolon or the text's end is
     * @param next where the next one starts
     */
    void finish(int end, int next) {
      if (!tokens.isEmpty()) {
        int lastEnd = tokens.get(tokens.size() - 1).end();
        statements.add(new SqlStatement(tokens.get(0).start(), lastEnd, tokens));
        tokens.clear();
      } else if (comments) {
        addComment(end);
      }
      start = next;
      parentheses = 0;
      ends = 0;
    }

    List<SqlStatement> finished() {
      finish(sql.length(), sql.length());
      return statements;
    }

    private void addComment(int end) {
      int first = start;
      while (first < end && Characters.isSpace(sql.charAt(first))) {
        first++;
      }
      if (first < end) {
        statements.add(new SqlStatement(first, end, List.of()));
      }
    }

    private void countEnds(Token token) {
      if (ends > 0) {
        if (token.is(sql, "case")) {
          ends++;
        } else if (token.is(sql, "end")) {
          ends--;
        }
      } else if (token.is(sql, "atomic") && is(tokens.size() - 1, "begin") && definesRoutine()) {
        ends = 1;
      }
    }

    private boolean definesRoutine() {
      int object = is(1, "or") && is(2, "replace") ? 3 : 1;
      return is(0, "create") && (is(object, "function") || is(object, "procedure"));
    }

    private boolean is(int index, String keyword) {
      return index >= 0 && index < tokens.size() && tokens.get(index).is(sql, keyword);
    }
  }
}
