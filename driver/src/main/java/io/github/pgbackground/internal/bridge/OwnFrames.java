package io.github.pgbackground.internal.bridge;

import io.github.pgbackground.internal.sql.FunctionTable;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The lines of an error's context that are about the bridge's functions: the extension's are in C,
 * of which the server says nothing. Only they call what is behind them, so an error that comes from
 * there has lines of theirs alone, up to that of the one that was called.
 */
final class OwnFrames {
  /** Where the context begins among an error's fields, which never begin with it. */
  private static final String CONTEXT = "\0W";

  private static final String BEHIND = "pgbackground_";

  /** A function in a line of the context, with the types of its parameters if it is not in SQL. */
  private static final Pattern CALLED =
      Pattern.compile(
          "(?<![\\w.])(?:(?:\\w+|\"[^\"]+\")\\.)?(pg_background_\\w+)\\(|\"(pg_background_\\w+)\"");

  private OwnFrames() {}

  /**
   * An error without such lines.
   *
   * @param fields those of the message: a letter, the text, a zero byte
   * @param schema that of the functions behind those that are called
   */
  static String removed(String fields, String schema) {
    int begin = fields.indexOf(CONTEXT);
    int end = fields.indexOf('\0', begin + 1);
    if (begin < 0 || end < 0) {
      return fields;
    }
    List<String> lines = fields.substring(begin + CONTEXT.length(), end).lines().toList();
    int called = 0;
    while (called < lines.size()
        && (isBehind(lines.get(called), schema) || !isOfCalled(lines.get(called)))) {
      called++;
    }
    if (lines.isEmpty() || !isBehind(lines.get(0), schema) || called == lines.size()) {
      return fields;
    }
    String left = String.join("\n", lines.subList(called + 1, lines.size()));
    return fields.substring(0, begin)
        + (left.isEmpty() ? "" : CONTEXT + left)
        + fields.substring(end);
  }

  private static boolean isBehind(String line, String schema) {
    return line.contains(schema + "." + BEHIND) || line.contains("\"" + BEHIND);
  }

  private static boolean isOfCalled(String line) {
    Matcher called = CALLED.matcher(line);
    return called.find()
        && FunctionTable.V1_8.find(called.group(1) != null ? called.group(1) : called.group(2))
            != null;
  }
}
