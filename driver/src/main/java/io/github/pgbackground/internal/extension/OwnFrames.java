package io.github.pgbackground.internal.extension;

import io.github.pgbackground.internal.rows.ServerError;
import io.github.pgbackground.internal.sql.FunctionTable;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * The lines of an error's context that are about the installed functions: the extension's are in C,
 * of which the server says nothing. Only they call what is behind them, so an error that comes from
 * there has lines of theirs alone, up to that of the one that was called.
 */
final class OwnFrames {
  private static final String BEHIND = Scripts.INNER + ".pgbackground_";

  /** A function in a line of the context, with the types of its parameters if it is not in SQL. */
  private static final Pattern CALLED =
      Pattern.compile(
          "(?<![\\w.])(?:(?:\\w+|\"[^\"]+\")\\.)?(pg_background_\\w+)\\(|\"(pg_background_\\w+)\"");

  private OwnFrames() {}

  /** The error itself, unless it was raised behind such a function. */
  static PSQLException removed(PSQLException error) {
    ServerErrorMessage sent = error.getServerErrorMessage();
    String where = sent == null ? null : sent.getWhere();
    if (sent == null || where == null || !where.lines().findFirst().orElse("").contains(BEHIND)) {
      return error;
    }
    List<String> lines = where.lines().toList();
    for (int i = 1; i < lines.size(); i++) {
      if (!lines.get(i).contains(BEHIND) && isOfCalled(lines.get(i))) {
        List<String> left = lines.subList(i + 1, lines.size());
        PSQLException shown = shown(sent, left.isEmpty() ? null : String.join("\n", left));
        shown.initCause(error);
        return shown;
      }
    }
    return error;
  }

  private static PSQLException shown(ServerErrorMessage sent, @Nullable String where) {
    return ServerError.of(sent).withWhere(where).toException();
  }

  private static boolean isOfCalled(String line) {
    Matcher called = CALLED.matcher(line);
    return called.find()
        && FunctionTable.V1_8.find(called.group(1) != null ? called.group(1) : called.group(2))
            != null;
  }
}
