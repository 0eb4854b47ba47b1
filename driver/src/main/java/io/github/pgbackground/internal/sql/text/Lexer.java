package io.github.pgbackground.internal.sql.text;

import io.github.pgbackground.internal.sql.text.Token.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Reads a text token by token, skipping white space and comments. It accepts every text: what
 * PostgreSQL would refuse comes out as some token, never as an error. Each character is looked at a
 * bounded number of times.
 */
final class Lexer {

  /** PostgreSQL refuses operators that are longer. */
  private static final int LONGEST_OPERATOR = 63;

  private final String sql;
  private final boolean standardConformingStrings;
  private final boolean parameters;
  private int position;

  Lexer(String sql, int from, boolean standardConformingStrings, ParameterStyle style) {
    this.sql = sql;
    this.position = from;
    this.standardConformingStrings = standardConformingStrings;
    this.parameters = style != ParameterStyle.NONE;
  }

  /** The next token, or null at the end of the text. */
  @Nullable Token next() {
    int start = skipBlank(position);
    if (start == sql.length()) {
      position = start;
      return null;
    }
    Token token = startsComment(start) ? unterminated(start) : read(start);
    position = token.end();
    return token;
  }

  /** The first offset that is neither blank nor in a comment with an end. */
  private int skipBlank(int from) {
    int i = from;
    while (i < sql.length()) {
      if (Characters.isSpace(sql.charAt(i))) {
        i++;
      } else if (sql.startsWith("--", i)) {
        i = Characters.endOfLine(sql, i);
      } else if (startsComment(i)) {
        int end = endOfComment(i);
        if (end < 0) {
          return i;
        }
        i = end;
      } else {
        return i;
      }
    }
    return i;
  }

  private boolean startsComment(int at) {
    return sql.startsWith("/*", at);
  }

  /** The offset behind a comment, and the comments in it, or -1. */
  private int endOfComment(int start) {
    int depth = 1;
    int i = start + 2;
    while (i < sql.length()) {
      if (sql.startsWith("*/", i)) {
        depth--;
        i += 2;
        if (depth == 0) {
          return i;
        }
      } else if (startsComment(i)) {
        depth++;
        i += 2;
      } else {
        i++;
      }
    }
    return -1;
  }

  private Token read(int start) {
    char c = sql.charAt(start);
    if (Characters.startsName(c)) {
      return word(start, c);
    }
    if (Characters.isDigit(c) || (c == '.' && isDigitAt(start + 1))) {
      return new Token(Kind.NUMBER, start, endOfNumber(start));
    }
    if (Characters.isOperator(c) || c == '?') {
      return operatorOrParameter(start);
    }
    return switch (c) {
      case '\'' -> plainString(start);
      case '"' -> quoted(Kind.QUOTED_IDENTIFIER, start, start);
      case '$' -> dollar(start);
      case ':' -> colon(start);
      case ',' -> single(Kind.COMMA, start);
      case '.' -> single(Kind.DOT, start);
      case ';' -> single(Kind.SEMICOLON, start);
      case '(' -> single(Kind.LEFT_PARENTHESIS, start);
      case ')' -> single(Kind.RIGHT_PARENTHESIS, start);
      case '[' -> single(Kind.LEFT_BRACKET, start);
      case ']' -> single(Kind.RIGHT_BRACKET, start);
      case '{' -> single(Kind.LEFT_BRACE, start);
      case '}' -> single(Kind.RIGHT_BRACE, start);
      default -> single(Kind.OTHER, start);
    };
  }

  /** A name or key word, or a literal or identifier whose kind a letter before the quotes says. */
  private Token word(int start, char first) {
    Token literal =
        switch (first) {
          case 'e', 'E' -> prefixedString(Kind.ESCAPE_STRING, start, 1, true);
          case 'b', 'B', 'x', 'X' -> prefixedString(Kind.BIT_STRING, start, 1, false);
          case 'n', 'N' -> prefixedString(Kind.OTHER_STRING, start, 1, !standardConformingStrings);
          case 'u', 'U' -> unicode(start);
          default -> null;
        };
    if (literal != null) {
      return literal;
    }
    int end = start + 1;
    while (end < sql.length() && Characters.continuesName(sql.charAt(end))) {
      end++;
    }
    return new Token(Kind.IDENTIFIER, start, end);
  }

  private @Nullable Token unicode(int start) {
    if (charAt(start + 1) != '&') {
      return null;
    }
    return charAt(start + 2) == '"'
        ? quoted(Kind.UNICODE_IDENTIFIER, start, start + 2)
        : prefixedString(Kind.OTHER_STRING, start, 2, false);
  }

  private @Nullable Token prefixedString(
      Kind kind, int start, int prefixLength, boolean backslashEscapes) {
    int quote = start + prefixLength;
    return charAt(quote) == '\'' ? string(kind, start, quote, backslashEscapes) : null;
  }

  private Token plainString(int start) {
    Token token = string(Kind.STRING, start, start, !standardConformingStrings);
    return standardConformingStrings || token.kind() != Kind.STRING || !hasBackslash(token)
        ? token
        : new Token(Kind.ESCAPE_STRING, token.start(), token.end());
  }

  private boolean hasBackslash(Token token) {
    for (int i = token.start(); i < token.end(); i++) {
      if (sql.charAt(i) == '\\') {
        return true;
      }
    }
    return false;
  }

  private Token string(Kind kind, int start, int quote, boolean backslashEscapes) {
    int end = StringLiteral.end(sql, quote, backslashEscapes);
    return end < 0 ? unterminated(start) : new Token(kind, start, end);
  }

  private Token quoted(Kind kind, int start, int quote) {
    int end = StringLiteral.endOfQuotes(sql, quote);
    return end < 0 ? unterminated(start) : new Token(kind, start, end);
  }

  private Token dollar(int start) {
    if (isDigitAt(start + 1)) {
      return new Token(Kind.NUMBERED_PARAMETER, start, endOfDigits(start + 1));
    }
    int tagEnd = start + 1;
    if (tagEnd < sql.length() && Characters.startsName(sql.charAt(tagEnd))) {
      do {
        tagEnd++;
      } while (tagEnd < sql.length() && Characters.continuesTag(sql.charAt(tagEnd)));
    }
    if (charAt(tagEnd) != '$') {
      return single(Kind.OTHER, start);
    }
    String tag = sql.substring(start, tagEnd + 1);
    int closing = sql.indexOf(tag, tagEnd + 1);
    return closing < 0
        ? unterminated(start)
        : new Token(Kind.DOLLAR_STRING, start, closing + tag.length());
  }

  private Token colon(int start) {
    return switch (charAt(start + 1)) {
      case ':' -> new Token(Kind.CAST, start, start + 2);
      case '=' -> new Token(Kind.ASSIGN, start, start + 2);
      default -> single(Kind.OTHER, start);
    };
  }

  /**
   * The longest run of operator characters, which a comment ends and which must not end in a sign
   * unless it has one of certain characters. With parameters, {@code ?} belongs to it only doubled.
   */
  private Token operatorOrParameter(int start) {
    int end = start;
    int signs = 0;
    boolean signAtEnd = false;
    while (end < sql.length() && end - start <= LONGEST_OPERATOR) {
      char c = sql.charAt(end);
      int width = operatorWidth(end, c);
      if (width == 0 || sql.startsWith("--", end) || startsComment(end)) {
        break;
      }
      signs = c == '+' || c == '-' ? signs + 1 : 0;
      signAtEnd |= Characters.allowsSignAtEnd(c);
      end += width;
    }
    if (end == start) {
      return single(Kind.PARAMETER, start);
    }
    if (!signAtEnd) {
      end = Math.max(start + 1, end - signs);
    }
    return new Token(kindOfOperator(start, end), start, end);
  }

  private int operatorWidth(int at, char c) {
    if (c != '?') {
      return Characters.isOperator(c) ? 1 : 0;
    }
    if (!parameters) {
      return 1;
    }
    return charAt(at + 1) == '?' ? 2 : 0;
  }

  private Kind kindOfOperator(int start, int end) {
    if (end - start == 1 && sql.charAt(start) == '*') {
      return Kind.STAR;
    }
    return end - start == 2 && sql.startsWith("=>", start) ? Kind.ARROW : Kind.OPERATOR;
  }

  private int endOfNumber(int start) {
    int end = endOfDigits(start);
    if (charAt(end) == '.' && charAt(end + 1) != '.') {
      end = endOfDigits(end + 1);
    }
    if (charAt(end) == 'e' || charAt(end) == 'E') {
      char sign = charAt(end + 1);
      int exponent = sign == '+' || sign == '-' ? end + 2 : end + 1;
      if (isDigitAt(exponent)) {
        end = endOfDigits(exponent);
      }
    }
    return end;
  }

  private int endOfDigits(int from) {
    int end = from;
    while (isDigitAt(end)) {
      end++;
    }
    return end;
  }

  private boolean isDigitAt(int at) {
    return Characters.isDigit(charAt(at));
  }

  /** The character there, or one that has no meaning to PostgreSQL behind the end of the text. */
  private char charAt(int at) {
    return at < sql.length() ? sql.charAt(at) : '\0';
  }

  private Token unterminated(int start) {
    return new Token(Kind.UNTERMINATED, start, sql.length());
  }

  private static Token single(Kind kind, int start) {
    return new Token(kind, start, start + 1);
  }
}
