package io.github.pgbackground.internal.sql.recognition.query;

import io.github.pgbackground.internal.sql.Argument;
import io.github.pgbackground.internal.sql.BackgroundFunction;
import io.github.pgbackground.internal.sql.BackgroundFunction.Parameter;
import io.github.pgbackground.internal.sql.Call;
import io.github.pgbackground.internal.sql.recognition.mention.MentionFinder.Mention;
import io.github.pgbackground.internal.sql.recognition.mention.Tokens;
import io.github.pgbackground.internal.sql.text.Token.Kind;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the calls of one statement with their arguments, inner calls before outer ones, and keeps
 * them by their first token.
 */
final class CallReader {

  /** Calls in calls are not served beyond this depth: whoever walks them recurses. */
  private static final int DEEPEST = 8;

  private final Tokens tokens;
  private final BitSet firstTokens = new BitSet();
  private final Map<Integer, ReadCall> calls = new HashMap<>();
  private boolean fitting = true;
  private boolean plain;

  /** A call, and the token behind it. */
  record ReadCall(Call call, int behind) {}

  CallReader(Tokens tokens, List<Mention> mentions) {
    this.tokens = tokens;
    this.plain = depth(mentions) <= DEEPEST;
    mentions.forEach(mention -> firstTokens.set(mention.first()));
    for (int i = mentions.size() - 1; i >= 0; i--) {
      read(mentions.get(i));
    }
  }

  /** Whether the arguments of each call fit its function; else the server shall complain. */
  boolean fitting() {
    return fitting;
  }

  /** Whether calls in arguments of calls are whole arguments, and not too deep. */
  boolean plain() {
    return plain;
  }

  /** The call that starts with the token, or null. */
  @Nullable ReadCall callAt(int first) {
    return calls.get(first);
  }

  /** Whether a call starts at one of the tokens from one up to, without it, another one. */
  boolean anyIn(int from, int to) {
    int first = firstTokens.nextSetBit(from);
    return first >= 0 && first < to;
  }

  /** How many calls there are around each other. */
  private static int depth(List<Mention> mentions) {
    int[] closings = new int[mentions.size()];
    int depth = 0;
    int deepest = 0;
    for (Mention mention : mentions) {
      while (depth > 0 && closings[depth - 1] < mention.first()) {
        depth--;
      }
      closings[depth++] = mention.close();
      deepest = Math.max(deepest, depth);
    }
    return deepest;
  }

  private void read(Mention mention) {
    BackgroundFunction function = mention.function();
    @Nullable Argument[] arguments = new Argument[function.parameters().size()];
    if (!readArguments(mention, arguments) || lacksArgument(function, arguments)) {
      fitting = false;
      return;
    }
    int start = tokens.start(mention.first());
    int end = tokens.end(mention.close());
    Call call = new Call(function, Arrays.asList(arguments), start, end);
    calls.put(mention.first(), new ReadCall(call, mention.close() + 1));
  }

  private static boolean lacksArgument(
      BackgroundFunction function, @Nullable Argument[] arguments) {
    for (int i = 0; i < arguments.length; i++) {
      if (arguments[i] == null && !function.parameters().get(i).optional()) {
        return true;
      }
    }
    return false;
  }

  /** Puts the arguments into their places; false when the list does not fit the function. */
  private boolean readArguments(Mention mention, @Nullable Argument[] arguments) {
    List<Parameter> parameters = mention.function().parameters();
    boolean named = false;
    int place = 0;
    int separator = mention.open();
    while (separator != mention.close() && mention.open() + 1 != mention.close()) {
      int from = separator + 1;
      separator = endOfArgument(from, mention.close());
      if (isNamed(from)) {
        named = true;
        place = mention.function().indexOf(tokens.word(from));
        from += 2;
      } else if (named) {
        return false;
      }
      if (place < 0 || place >= arguments.length || arguments[place] != null) {
        return false;
      }
      Argument argument = readArgument(parameters.get(place).type(), from, separator);
      if (argument == null) {
        return false;
      }
      arguments[place++] = argument;
    }
    return true;
  }

  private boolean isNamed(int from) {
    return tokens.isWord(from)
        && (tokens.is(from + 1, Kind.ARROW) || tokens.is(from + 1, Kind.ASSIGN));
  }

  /** The comma or parenthesis that ends the argument. */
  private int endOfArgument(int from, int close) {
    int i = from;
    while (i < close && !tokens.is(i, Kind.COMMA)) {
      i = tokens.behind(i);
    }
    return i;
  }

  private @Nullable Argument readArgument(BackgroundFunction.Type type, int from, int to) {
    if (!anyIn(from, to)) {
      return ArgumentReader.read(tokens, type, from, to);
    }
    int first = from;
    int last = to - 1;
    while (tokens.is(first, Kind.LEFT_PARENTHESIS) && tokens.partner(first) == last) {
      first++;
      last--;
    }
    ReadCall inner = calls.get(first);
    if (inner != null && inner.behind() == last + 1) {
      return inner.call().function().result().fits(type)
          ? new Argument.Nested(inner.call(), tokens.start(from), tokens.end(to - 1))
          : null;
    }
    plain = false;
    return ArgumentReader.expression(tokens, from, to);
  }
}
