package io.github.pgbackground.internal.sql.text;

/** PostgreSQL's rules for names: folding to lower case, the length limit, quoting. */
public final class Identifiers {

  /** The longest name, in bytes of UTF-8; PostgreSQL cuts longer ones. */
  private static final int MAX_BYTES = 63;

  private Identifiers() {}

  /** A name as PostgreSQL understands it without quotes: ASCII letters in lower case, cut. */
  public static String fold(String name) {
    return truncate(name.chars().anyMatch(Identifiers::isUpperCase) ? lowerCase(name) : name);
  }

  /** The name that an identifier token stands for: folded, or unquoted; cut to the limit. */
  public static String nameOf(String sql, Token token) {
    if (token.kind() == Token.Kind.QUOTED_IDENTIFIER) {
      return truncate(sql.substring(token.start() + 1, token.end() - 1).replace("\"\"", "\""));
    }
    return fold(token.text(sql));
  }

  /** The name as a quoted identifier. */
  public static String quote(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** The name, cut at a character so that it has at most 63 bytes in UTF-8. */
  public static String truncate(String name) {
    return Utf8.cut(name, MAX_BYTES);
  }

  /** Whether a stretch of the text, folded, is the given text in lower case; allocates nothing. */
  static boolean isFolded(String sql, int start, int end, String lowerCase) {
    if (end - start != lowerCase.length()) {
      return false;
    }
    for (int i = 0; i < lowerCase.length(); i++) {
      if (fold(sql.charAt(start + i)) != lowerCase.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static String lowerCase(String name) {
    StringBuilder folded = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      folded.append(fold(name.charAt(i)));
    }
    return folded.toString();
  }

  private static char fold(char c) {
    return isUpperCase(c) ? (char) (c + ('a' - 'A')) : c;
  }

  private static boolean isUpperCase(int c) {
    return c >= 'A' && c <= 'Z';
  }
}
