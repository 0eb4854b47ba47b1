package io.github.pgbackground.internal.sql.text;

/** The classes of characters of PostgreSQL's scanner, where all but ASCII can be in a name. */
final class Characters {

  private Characters() {}

  static boolean isSpace(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  static boolean startsName(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
  }

  static boolean continuesTag(char c) {
    return startsName(c) || isDigit(c);
  }

  static boolean continuesName(char c) {
    return continuesTag(c) || c == '$';
  }

  /** Whether the character can be in an operator; a question mark only where it is no parameter. */
  static boolean isOperator(char c) {
    return "~!@#^&|`+-*/%<>=".indexOf(c) >= 0;
  }

  /** Whether an operator with this character may end in a sign. */
  static boolean allowsSignAtEnd(char c) {
    return "~!@#^&|`?%".indexOf(c) >= 0;
  }

  /** The offset of the first line break from the given offset on, or the length of the text. */
  static int endOfLine(String sql, int from) {
    int i = from;
    while (i < sql.length() && sql.charAt(i) != '\n' && sql.charAt(i) != '\r') {
      i++;
    }
    return i;
  }
}
