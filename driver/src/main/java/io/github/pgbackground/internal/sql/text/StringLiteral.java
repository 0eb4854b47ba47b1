package io.github.pgbackground.internal.sql.text;

/**
 * The scanning and reading of string literals. PostgreSQL joins a literal with the next one when
 * only white space with a line break, and {@code --} comments, stand between their quotes: that is
 * one token here.
 */
public final class StringLiteral {

  private StringLiteral() {}

  /** The value of a {@code STRING} or {@code DOLLAR_STRING} token. */
  public static String value(String sql, Token token) {
    if (token.kind() == Token.Kind.DOLLAR_STRING) {
      int tag = sql.indexOf('$', token.start() + 1) + 1 - token.start();
      return sql.substring(token.start() + tag, token.end() - tag);
    }
    StringBuilder value = new StringBuilder(token.end() - token.start());
    int quote = token.start();
    while (quote >= 0 && quote < token.end()) {
      int end = endOfQuotes(sql, quote);
      value.append(sql.substring(quote + 1, end - 1).replace("''", "'"));
      quote = continuation(sql, end);
    }
    return value.toString();
  }

  /** The offset behind a literal whose first quote is at the given offset, or -1. */
  static int end(String sql, int quote, boolean backslashEscapes) {
    int end;
    int next = quote;
    do {
      end = backslashEscapes ? endOfEscapes(sql, next) : endOfQuotes(sql, next);
      next = end < 0 ? -1 : continuation(sql, end);
    } while (next >= 0);
    return end;
  }

  /** The offset behind something in quotes of any kind; a doubled quote does not end it. Or -1. */
  static int endOfQuotes(String sql, int quote) {
    char mark = sql.charAt(quote);
    int end = sql.indexOf(mark, quote + 1);
    while (end >= 0 && end + 1 < sql.length() && sql.charAt(end + 1) == mark) {
      end = sql.indexOf(mark, end + 2);
    }
    return end < 0 ? -1 : end + 1;
  }

  private static int endOfEscapes(String sql, int quote) {
    for (int i = quote + 1; i < sql.length(); i++) {
      char c = sql.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '\'') {
        if (i + 1 == sql.length() || sql.charAt(i + 1) != '\'') {
          return i + 1;
        }
        i++;
      }
    }
    return -1;
  }

  /**
   * The offset of the quote that goes on with the literal which ends at the given offset, or -1.
   */
  static int continuation(String sql, int end) {
    boolean newLine = false;
    int i = end;
    while (i < sql.length()) {
      char c = sql.charAt(i);
      if (c == '\'') {
        return newLine ? i : -1;
      } else if (Characters.isSpace(c)) {
        newLine |= c == '\n' || c == '\r';
        i++;
      } else if (sql.startsWith("--", i)) {
        i = Characters.endOfLine(sql, i);
      } else {
        return -1;
      }
    }
    return -1;
  }
}
