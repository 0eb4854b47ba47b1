package io.github.pgbackground.internal.sql.text;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A text to read that may be the value of a string in another text, and where in the outermost one
 * each of its characters stands. Immutable.
 */
public final class SourceText {
  private static final int OCTAL_DIGITS = 3;
  private static final int HEX_DIGITS = 2;

  private final String text;

  /** Where the first character stands, if the others follow it. */
  private final int start;

  /** Where each character stands, and the end; null if they follow each other. */
  private final int @Nullable [] origins;

  private SourceText(String text, int start, int @Nullable [] origins) {
    this.text = text;
    this.start = start;
    this.origins = origins;
  }

  /** The outermost text itself. */
  public static SourceText of(String text) {
    return new SourceText(text, 0, null);
  }

  public String text() {
    return text;
  }

  /** The offset in the outermost text that an offset in this one stands for. */
  public int origin(int offset) {
    return origins == null ? start + offset : origins[offset];
  }

  /** The value of a string token of this text; null for a kind that is not read. */
  public @Nullable SourceText valueOf(Token token) {
    return switch (token.kind()) {
      case DOLLAR_STRING -> dollarQuoted(token);
      case STRING -> new Reader(token, false).read();
      case ESCAPE_STRING -> new Reader(token, true).read();
      default -> null;
    };
  }

  private SourceText dollarQuoted(Token token) {
    int tag = text.indexOf('$', token.start() + 1) + 1 - token.start();
    int from = token.start() + tag;
    int to = token.end() - tag;
    if (origins == null) {
      return new SourceText(text.substring(from, to), start + from, null);
    }
    return new SourceText(text.substring(from, to), 0, Arrays.copyOfRange(origins, from, to + 1));
  }

  /** Reads a string in single quotes, over all of its lines. */
  private final class Reader {
    private final Token token;
    private final boolean escapes;
    private final StringBuilder value = new StringBuilder();
    private final int[] found;

    Reader(Token token, boolean escapes) {
      this.token = token;
      this.escapes = escapes;
      this.found = new int[token.end() - token.start() + 1];
    }

    SourceText read() {
      int at = text.indexOf('\'', token.start());
      while (at >= 0 && at < token.end()) {
        at = readQuoted(at + 1);
        at = StringLiteral.continuation(text, at);
      }
      found[value.length()] = origin(token.end() - 1);
      return new SourceText(value.toString(), 0, Arrays.copyOf(found, value.length() + 1));
    }

    /** Reads from behind the opening quote; returns the offset behind the closing one. */
    private int readQuoted(int from) {
      int i = from;
      while (true) {
        char c = text.charAt(i);
        if (c == '\'') {
          if (i + 1 == token.end() || text.charAt(i + 1) != '\'') {
            return i + 1;
          }
          add(i, c);
          i += 2;
        } else if (c == '\\' && escapes) {
          i = readEscape(i);
        } else {
          add(i++, c);
        }
      }
    }

    private int readEscape(int backslash) {
      char c = text.charAt(backslash + 1);
      int from = backslash + 2;
      return switch (c) {
        case 'b' -> simple(backslash, '\b');
        case 'f' -> simple(backslash, '\f');
        case 'n' -> simple(backslash, '\n');
        case 'r' -> simple(backslash, '\r');
        case 't' -> simple(backslash, '\t');
        case 'x' -> digits(backslash, from, 16, HEX_DIGITS);
        case 'u' -> digits(backslash, from, 16, 4);
        case 'U' -> digits(backslash, from, 16, 8);
        default ->
            c >= '0' && c <= '7'
                ? digits(backslash, from - 1, 8, OCTAL_DIGITS)
                : simple(backslash, c);
      };
    }

    private int simple(int backslash, char c) {
      add(backslash, c);
      return backslash + 2;
    }

    /** A character by its number. What has none is left to the server: it is no name of ours. */
    private int digits(int backslash, int from, int radix, int most) {
      int to = from;
      int number = 0;
      while (to < from + most && Character.digit(text.charAt(to), radix) >= 0) {
        number = number * radix + Character.digit(text.charAt(to++), radix);
      }
      add(backslash, number > 0 && number <= Character.MAX_VALUE ? (char) number : '\uFFFD');
      return Math.max(to, backslash + 2);
    }

    private void add(int from, char c) {
      found[value.length()] = origin(from);
      value.append(c);
    }
  }
}
