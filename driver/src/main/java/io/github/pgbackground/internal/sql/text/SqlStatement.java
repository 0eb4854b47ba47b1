package io.github.pgbackground.internal.sql.text;

import java.util.ArrayList;
import java.util.List;

/**
 * One statement of a text: where its first token starts, where its last one ends, and the tokens
 * between.
 */
public record SqlStatement(int start, int end, List<Token> tokens) {

  public SqlStatement {
    tokens = List.copyOf(tokens);
  }

  /** The statement's characters, without its semicolon and without comments around it. */
  public String text(String sql) {
    return sql.substring(start, end);
  }

  /**
   * Cuts a text at its semicolons, except at those within parentheses and within the {@code BEGIN
   * ATOMIC} body of a function. There are no empty statements: a comment alone is none, unless it
   * is unterminated.
   */
  public static List<SqlStatement> split(
      String sql, boolean standardConformingStrings, ParameterStyle style) {
    List<SqlStatement> statements = new ArrayList<>();
    return statements;
  }
}
