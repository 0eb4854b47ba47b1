package io.github.pgbackground.internal.command.inspection;

import io.github.pgbackground.internal.presence.Presence;
import io.github.pgbackground.internal.sql.text.Identifiers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Whether jobs run, from here and from inside the server, and how long that takes.
 *
 * @param presence where the functions are
 */
public record LaunchInspection(Presence presence) implements Inspection {
  /** After the first one, which opens connections and loads classes. */
  private static final int TIMES = 21;

  private static final String JOB = "pg_background_launch('select 1')) as (n int)";

  private static final String READ_ONLY =
      "select pg_catalog.current_setting('transaction_read_only')::bool";

  @Override
  public List<Finding> inspect(Connection connection) throws SQLException {
    List<Finding> findings = new ArrayList<>();
    String prefix = presence.isAbsent() ? "" : Identifiers.quote(presence.schema()) + ".";
    String job = prefix + "pg_background_result(" + prefix + JOB;
    findings.add(timed(connection, "launch", "A job gave its result", "select n from " + job));
    if (!Inspection.ask(connection, READ_ONLY, row -> row.getBoolean(1))) {
      findings.add(
          timed(
              connection,
              "in PL/pgSQL",
              "The same in a DO block",
              "do $$ begin perform n from " + job + "; end $$"));
    }
    return findings;
  }

  private static Finding timed(Connection connection, String subject, String what, String sql) {
    try {
      long first = nanos(connection, sql);
      long[] next = new long[TIMES];
      for (int i = 0; i < TIMES; i++) {
        next[i] = nanos(connection, sql);
      }
      Arrays.sort(next);
      return Finding.ok(
          subject,
          String.format(
              Locale.ROOT,
              "%s after %.1f ms the first time, %.1f ms in the middle of the next %d.",
              what,
              first / 1e6,
              next[TIMES / 2] / 1e6,
              TIMES));
    } catch (SQLException e) {
      return failure(subject, e);
    }
  }

  private static long nanos(Connection connection, String sql) throws SQLException {
    long begin = System.nanoTime();
    try (Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(PATIENCE);
      statement.execute(sql);
    }
    return System.nanoTime() - begin;
  }

  private static Finding failure(String subject, SQLException e) {
    ServerErrorMessage sent =
        e instanceof PSQLException raised ? raised.getServerErrorMessage() : null;
    String text =
        (sent == null ? e.getMessage() : sent.getMessage()) + " (SQLSTATE " + e.getSQLState() + ")";
    String hint = sent == null ? null : sent.getHint();
    if (hint != null) {
      return Finding.problem(subject, text, hint);
    }
    return switch (String.valueOf(e.getSQLState())) {
      case "42501" -> Finding.problem(subject, text, "See what is said of privileges.");
      case "53300", "53000" -> Finding.problem(subject, text, "See what is said of connections.");
      default -> Finding.problem(subject, text);
    };
  }
}
