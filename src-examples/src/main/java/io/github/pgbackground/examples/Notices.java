package io.github.pgbackground.examples;

import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLWarning;
import org.postgresql.util.ServerErrorMessage;

/**
 * The notices of a statement as text, each once and in the order in which they come; for one thread
 * at a time, while another may be executing the statement.
 */
final class Notices {
  private static final int WIDTH = 78;

  private final Statement statement;
  private @Nullable SQLWarning latest;

  Notices(Statement statement) {
    this.statement = statement;
  }

  /** Those that have come since this was called last. */
  List<String> fresh() throws SQLException {
    List<String> texts = new ArrayList<>();
    SQLWarning known = latest;
    SQLWarning next = known == null ? statement.getWarnings() : known.getNextWarning();
    for (; next != null; next = next.getNextWarning()) {
      texts.add(text(next));
      latest = next;
    }
    return texts;
  }

  /** As psql prints it, but of a long one only the beginning. */
  private static String text(SQLWarning warning) {
    ServerErrorMessage sent =
        warning instanceof PSQLWarning notice ? notice.getServerErrorMessage() : null;
    String severity = sent == null ? "WARNING" : String.valueOf(sent.getSeverity());
    String message = String.valueOf(sent == null ? warning.getMessage() : sent.getMessage());
    List<String> lines = message.lines().toList();
    String first = lines.get(0);
    if (first.length() > WIDTH) {
      return severity + ":  " + first.substring(0, WIDTH) + "...";
    }
    String more = lines.size() > 1 ? " (" + (lines.size() - 1) + " more lines)" : "";
    return severity + ":  " + first + more;
  }
}
