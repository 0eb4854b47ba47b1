package io.github.pgbackground.internal.bridge.function;

import io.github.pgbackground.internal.sql.FunctionTable;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.ServerErrorMessage;

/**
 * The lines of an error's or a notice's context that are about the bridge's functions: the
 * extension's are in C, of which the server says nothing. Only they call what is behind them, so an
 * error that comes from there has lines of theirs alone, up to that of the one that was called. In
 * their place stand the lines of a worker's error that such a function raises anew: the server lets
 * no function give them.
 */
public final class OwnFrames {
  /** Where the context begins among an error's fields, which never begin with it. */
  private static final String CONTEXT = "\0W";

  private static final String BEHIND = "pgbackground_";

  /**
   * A schema, table, column, type or constraint without a name, as only such a function says it.
   */
  private static final Pattern NAMELESS = Pattern.compile("(?<=\0)[stcdn]\0");

  /** In the query by which a function that is called gives rows. */
  private static final String GIVES_ROWS = "rows from (pg_catalog.unnest($1[1]";

  /** A function in a line of the context, with the types of its parameters if it is not in SQL. */
  private static final Pattern CALLED =
      Pattern.compile(
          "(?<![\\w.])(?:(?:\\w+|\"[^\"]+\")\\.)?(pg_background_\\w+)\\(|\"(pg_background_\\w+)\"");

  private OwnFrames() {}

  /**
   * An error, or a notice, without such lines.
   *
   * @param fields those of the message: a letter, the text, a zero byte
   * @param schema that of the functions behind those that are called
   * @param raised what such a function has been told to raise last, null for nothing
   */
  public static String removed(String fields, String schema, @Nullable ServerErrorMessage raised) {
    int begin = fields.indexOf(CONTEXT);
    int end = fields.indexOf('\0', begin + 1);
    if (begin < 0 || end < 0) {
      return fields;
    }
    List<String> lines = fields.substring(begin + CONTEXT.length(), end).lines().toList();
    int called = called(lines, schema);
    if (called < 0) {
      return fields;
    }
    String left =
        Stream.of(
                ofValues(lines).stream(),
                Stream.ofNullable(contextOf(raised, fields)),
                lines.subList(called + 1, lines.size()).stream())
            .flatMap(Function.identity())
            .collect(Collectors.joining("\n"));
    String other =
        fields.substring(0, begin) + (left.isEmpty() ? "" : CONTEXT + left) + fields.substring(end);
    return NAMELESS.matcher(other).replaceAll("");
  }

  /** The lines behind those of the function that was called, of the context of its request. */
  public static List<String> callers(@Nullable String context, String schema) {
    List<String> lines = context == null ? List.of() : context.lines().toList();
    int called = called(lines, schema);
    return called < 0 ? List.of() : lines.subList(called + 1, lines.size());
  }

  /** The lines of code of others' that has made, or checked, a value of a row that is given. */
  private static List<String> ofValues(List<String> lines) {
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).contains(GIVES_ROWS)) {
        return lines.subList(0, i);
      }
    }
    return List.of();
  }

  /** The line of the function that was called, -1 if the error comes from none. */
  private static int called(List<String> lines, String schema) {
    boolean behind = false;
    for (int i = 0; i < lines.size(); i++) {
      if (isBehind(lines.get(i), schema)) {
        behind = true;
      } else if (isOfCalled(lines.get(i))) {
        return behind ? i : -1;
      }
    }
    return -1;
  }

  private static boolean isBehind(String line, String schema) {
    return line.contains(schema + "." + BEHIND)
        || line.contains("\"" + BEHIND)
        || line.contains(GIVES_ROWS);
  }

  /** The lines of an error, if it is the one with these fields. */
  private static @Nullable String contextOf(@Nullable ServerErrorMessage raised, String fields) {
    ServerErrorMessage sent = new ServerErrorMessage(fields);
    return raised != null
            && Objects.equals(raised.getSQLState(), sent.getSQLState())
            && Objects.equals(raised.getMessage(), sent.getMessage())
        ? raised.getWhere()
        : null;
  }

  private static boolean isOfCalled(String line) {
    Matcher called = CALLED.matcher(line);
    return called.find()
        && FunctionTable.V1_8.find(called.group(1) != null ? called.group(1) : called.group(2))
            != null;
  }
}
