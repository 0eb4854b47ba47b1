package io.github.pgbackground.internal.command.inspection;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Whether the server has room for the jobs where they are background processes of its own. */
public record ProcessesInspection() implements Inspection {
  private static final String SUBJECT = "processes";

  /** The extension's setting is known to a session once that has called it; 16 is its default. */
  private static final String SQL =
      """
      select pg_catalog.current_setting('max_worker_processes')::int,
        coalesce(pg_catalog.current_setting('pg_background.max_workers', true)::int, 16)""";

  private record Limits(int processes, int jobs) {}

  @Override
  public List<Finding> inspect(Connection connection) throws SQLException {
    Limits limits =
        Inspection.ask(connection, SQL, row -> new Limits(row.getInt(1), row.getInt(2)));
    String text =
        "Jobs are background processes of the server, and need no connections. It has at most "
            + limits.processes()
            + " such processes at once, of all sessions and for all purposes (max_worker_processes)"
            + "; a session may have "
            + limits.jobs()
            + " jobs (pg_background.max_workers).";
    return List.of(
        limits.processes() > limits.jobs()
            ? Finding.ok(SUBJECT, text)
            : Finding.note(
                SUBJECT, text, "Raise max_worker_processes, which takes a restart of the server."));
  }
}
