package io.github.pgbackground.internal.sql.recognition.command;

import io.github.pgbackground.internal.sql.Argument;
import io.github.pgbackground.internal.sql.Assignment;
import io.github.pgbackground.internal.sql.Part;
import io.github.pgbackground.internal.sql.recognition.mention.Tokens;
import io.github.pgbackground.internal.sql.text.StringLiteral;
import io.github.pgbackground.internal.sql.text.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a statement without calls names settings with the prefix {@code pg_background},
 * and what it sets them to. A value that is not plain to see is left to the server.
 */
public final class SettingReader {
  private static final String PREFIX = "pg_background";

  private static final List<String> NAMES =
      List.of("max_workers", "default_queue_size", "worker_timeout");

  private final Tokens tokens;
  private final List<Assignment> assignments = new ArrayList<>();

  private SettingReader(Tokens tokens) {
    this.tokens = tokens;
  }

  /**
   * The statement as a part of its own, or null if it names no setting.
   *
   * @param quoted whether there is such a name in one of its strings
   */
  public static @Nullable Part read(Tokens tokens, boolean quoted) {
    return tokens.wellFormed() && !tokens.is(0, Kind.LEFT_BRACE)
        ? new SettingReader(tokens).read(quoted)
        : null;
  }

  /** Whether the name of a setting starts at the offset. */
  public static boolean isNameAt(String sql, int offset) {
    int name = offset + PREFIX.length() + 1;
    return sql.startsWith(".", name - 1)
        && sql.regionMatches(true, offset, PREFIX, 0, PREFIX.length())
        && NAMES.stream()
            .anyMatch(known -> sql.regionMatches(true, name, known, 0, known.length()));
  }

  private @Nullable Part read(boolean quoted) {
    boolean setting = setStatement() || resetStatement() || alterStatement();
    if (!setting && !quoted && !namesAny()) {
      return null;
    } else if (!setting) {
      setConfigCalls();
    }
    return new Part.Configuring(
        tokens.start(0),
        tokens.end(tokens.size() - 1),
        tokens.parameters(0, tokens.size()),
        !setting,
        isSelectOfOne(),
        assignments);
  }

  /** Whether it is {@code SELECT set_config(…) [AS name]}: what it computes depends on no row. */
  private boolean isSelectOfOne() {
    int name = tokens.is(1, "pg_catalog") && tokens.is(2, Kind.DOT) ? 3 : 1;
    if (!tokens.is(0, "select") || !isSetConfig(name) || assignments.size() != 1) {
      return false;
    }
    int behind = tokens.partner(name + 1) + 1;
    int label = tokens.is(behind, "as") ? behind + 1 : behind;
    return behind > 0
        && (label == tokens.size() || (label == tokens.size() - 1 && tokens.isWord(label)));
  }

  /** {@code SET [SESSION | LOCAL] name {TO | =} value}. */
  private boolean setStatement() {
    if (!tokens.is(0, "set")) {
      return false;
    }
    return assignment(tokens.is(1, "session") || tokens.is(1, "local") ? 2 : 1);
  }

  /** {@code RESET name}. */
  private boolean resetStatement() {
    return tokens.is(0, "reset") && reset(1);
  }

  private boolean reset(int name) {
    int behind = behindName(name);
    return behind == tokens.size() && assignments.add(new Assignment(setting(name, behind), null));
  }

  /** {@code ALTER … SET name {TO | =} value} and {@code ALTER … RESET name}. */
  private boolean alterStatement() {
    if (!tokens.is(0, "alter")) {
      return false;
    }
    for (int i = 1; i < tokens.size(); i++) {
      if ((tokens.is(i, "set") && assignment(i + 1)) || (tokens.is(i, "reset") && reset(i + 1))) {
        return true;
      }
    }
    return false;
  }

  private boolean assignment(int name) {
    int value = behindName(name);
    if (value < 0 || (!tokens.is(value, "to") && !tokens.isOperator(value, '='))) {
      return false;
    }
    return assignments.add(new Assignment(setting(name, value), value(value + 1, tokens.size())));
  }

  /** The token behind {@code pg_background.name}, or -1 if that is not what is there. */
  private int behindName(int first) {
    if (!isPrefix(first)) {
      return -1;
    }
    int i = first + 1;
    while (tokens.is(i, Kind.DOT) && tokens.isWord(i + 1)) {
      i += 2;
    }
    return i > first + 1 ? i : -1;
  }

  private boolean isPrefix(int i) {
    return tokens.isWord(i) && tokens.word(i).equalsIgnoreCase(PREFIX);
  }

  private String setting(int first, int behind) {
    StringBuilder name = new StringBuilder();
    for (int i = first + 2; i < behind; i += 2) {
      name.append(name.length() == 0 ? "" : ".").append(tokens.word(i));
    }
    return name.toString().toLowerCase(Locale.ROOT);
  }

  /** The value of a SET, null for the default. */
  private @Nullable Argument value(int from, int to) {
    int start = tokens.start(Math.min(from, tokens.size() - 1));
    int end = tokens.end(to - 1);
    if (to - from == 1) {
      return switch (tokens.kind(from)) {
        case STRING, DOLLAR_STRING -> string(from);
        case NUMBER -> new Argument.Text(tokens.text(from, to), start, end);
        case IDENTIFIER, QUOTED_IDENTIFIER ->
            tokens.is(from, "default") ? null : new Argument.Text(tokens.word(from), start, end);
        default -> new Argument.Expression(tokens.parameters(from, to), start, end);
      };
    } else if (to - from == 2 && isSign(from) && tokens.is(from + 1, Kind.NUMBER)) {
      String sign = tokens.isOperator(from, '-') ? "-" : "";
      return new Argument.Text(sign + tokens.text(from + 1, to), start, end);
    }
    return new Argument.Expression(tokens.parameters(Math.min(from, to), to), start, end);
  }

  private boolean isSign(int i) {
    return tokens.isOperator(i, '-') || tokens.isOperator(i, '+');
  }

  private Argument.Text string(int i) {
    return new Argument.Text(
        StringLiteral.value(tokens.sql(), tokens.token(i)), tokens.start(i), tokens.end(i));
  }

  private boolean namesAny() {
    for (int i = 0; i < tokens.size(); i++) {
      if (isPrefix(i) && !tokens.is(i - 1, Kind.DOT)) {
        int behind = behindName(i);
        if (behind > 0 && NAMES.contains(setting(i, behind))) {
          return true;
        }
      }
    }
    return false;
  }

  /** {@code set_config('pg_background.name', value, …)}, anywhere. */
  private void setConfigCalls() {
    for (int i = 0; i < tokens.size(); i++) {
      if (isSetConfig(i)) {
        setConfigCall(i + 2, tokens.partner(i + 1));
      }
    }
  }

  private boolean isSetConfig(int i) {
    return tokens.isWord(i)
        && tokens.word(i).equals("set_config")
        && tokens.is(i + 1, Kind.LEFT_PARENTHESIS)
        && isString(i + 2)
        && tokens.is(i + 3, Kind.COMMA);
  }

  private boolean isString(int i) {
    return tokens.is(i, Kind.STRING) || tokens.is(i, Kind.DOLLAR_STRING);
  }

  private void setConfigCall(int name, int close) {
    String given = string(name).value().toLowerCase(Locale.ROOT);
    int from = name + 2;
    int to = from;
    while (to < close && !tokens.is(to, Kind.COMMA)) {
      to = tokens.behind(to);
    }
    if (given.startsWith(PREFIX + ".") && from < to) {
      assignments.add(
          new Assignment(given.substring(PREFIX.length() + 1), functionArgument(from, to)));
    }
  }

  private Argument functionArgument(int from, int to) {
    if (to - from == 1 && isString(from)) {
      return string(from);
    } else if (to - from == 1 && tokens.is(from, Kind.PARAMETER)) {
      return new Argument.Parameter(
          tokens.parameters(from, to).first(), tokens.start(from), tokens.end(from));
    }
    return new Argument.Expression(
        tokens.parameters(from, to), tokens.start(from), tokens.end(to - 1));
  }
}
