package io.github.pgbackground.internal.sql.recognition.query;

import io.github.pgbackground.internal.sql.Argument;
import io.github.pgbackground.internal.sql.BackgroundFunction;
import io.github.pgbackground.internal.sql.recognition.mention.Tokens;
import io.github.pgbackground.internal.sql.text.StringLiteral;
import io.github.pgbackground.internal.sql.text.Token.Kind;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides what an argument without calls is: a value that the text shows, or an expression. Null
 * for one that PostgreSQL cannot give to a parameter of that type.
 */
final class ArgumentReader {

  /** The words that start something else than an expression. */
  private static final Set<String> NO_EXPRESSION =
      Set.of("all", "distinct", "select", "table", "values", "variadic", "with");

  private ArgumentReader() {}

  /** Reads the tokens from one up to, without it, another one. */
  static @Nullable Argument read(Tokens tokens, BackgroundFunction.Type type, int from, int to) {
    int length = to - from;
    if (length == 1) {
      return single(tokens, type, from);
    }
    if (length == 2 && isSign(tokens, from) && tokens.is(from + 1, Kind.NUMBER)) {
      return number(tokens, type, from, to);
    }
    return expression(tokens, from, to);
  }

  /** An expression, or null if it cannot be one for its first word, or has an ORDER BY. */
  static @Nullable Argument expression(Tokens tokens, int from, int to) {
    if (from == to
        || tokens.is(from, Kind.STAR)
        || (tokens.is(from, Kind.IDENTIFIER) && NO_EXPRESSION.contains(tokens.word(from)))) {
      return null;
    }
    for (int i = from; i < to; i = tokens.behind(i)) {
      if (tokens.is(i, "order")) {
        return null;
      }
    }
    return new Argument.Expression(
        tokens.parameters(from, to), tokens.start(from), tokens.end(to - 1));
  }

  private static @Nullable Argument single(Tokens tokens, BackgroundFunction.Type type, int i) {
    int start = tokens.start(i);
    int end = tokens.end(i);
    return switch (tokens.kind(i)) {
      case STRING, DOLLAR_STRING ->
          type == BackgroundFunction.Type.TEXT
              ? new Argument.Text(StringLiteral.value(tokens.sql(), tokens.token(i)), start, end)
              : expression(tokens, i, i + 1);
      case NUMBER -> number(tokens, type, i, i + 1);
      case PARAMETER -> new Argument.Parameter(tokens.parameters(i, i + 1).first(), start, end);
      case BIT_STRING -> null;
      case IDENTIFIER -> {
        if (tokens.is(i, "null")) {
          yield new Argument.Null(start, end);
        }
        boolean bool = tokens.is(i, "true") || tokens.is(i, "false");
        yield bool ? null : expression(tokens, i, i + 1);
      }
      default -> expression(tokens, i, i + 1);
    };
  }

  private static boolean isSign(Tokens tokens, int i) {
    return tokens.isOperator(i, '-') || tokens.isOperator(i, '+');
  }

  /** A number fits only an integer type, and only if it is an integer in its range. */
  private static @Nullable Argument number(
      Tokens tokens, BackgroundFunction.Type type, int from, int to) {
    if (type != BackgroundFunction.Type.INT4 && type != BackgroundFunction.Type.INT8) {
      return null;
    }
    String sign = to - from == 2 && tokens.isOperator(from, '-') ? "-" : "";
    try {
      long value = Long.parseLong(sign + tokens.text(to - 1, to));
      return type == BackgroundFunction.Type.INT4 && value != (int) value
          ? null
          : new Argument.Whole(value, tokens.start(from), tokens.end(to - 1));
    } catch (NumberFormatException notAnInteger) {
      return null;
    }
  }
}
