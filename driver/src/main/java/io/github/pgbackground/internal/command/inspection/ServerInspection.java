package io.github.pgbackground.internal.command.inspection;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.PGConnection;

/** Which server it is, and what stands before it. */
public final class ServerInspection implements Inspection {
  private static final String SUBJECT = "server";
  private static final int OLDEST_TESTED = 14;
  private static final int NEWEST_TESTED = 18;

  private static final String SQL =
      """
      select pg_catalog.current_setting('server_version'),
        pg_catalog.current_setting('server_version_num')::int / 10000,
        pg_catalog.pg_is_in_recovery(), pg_catalog.pg_backend_pid()""";

  private record Server(String version, int major, boolean isReplica, int pid) {}

  @Override
  public List<Finding> inspect(Connection connection) throws SQLException {
    Server server =
        Inspection.ask(
            connection,
            SQL,
            row -> new Server(row.getString(1), row.getInt(2), row.getBoolean(3), row.getInt(4)));
    List<Finding> findings = new ArrayList<>();
    String name = "PostgreSQL " + server.version();
    findings.add(
        server.major() < OLDEST_TESTED || server.major() > NEWEST_TESTED
            ? Finding.note(
                SUBJECT,
                name
                    + "; this driver is tested with "
                    + OLDEST_TESTED
                    + " to "
                    + NEWEST_TESTED
                    + ".")
            : Finding.ok(SUBJECT, name));
    if (server.isReplica()) {
      findings.add(
          Finding.note(
              SUBJECT,
              "It is a read replica: jobs read only, and nothing can be installed here.",
              "Connect to the primary for CREATE EXTENSION pg_background."));
    }
    if (connection.unwrap(PGConnection.class).getBackendPID() != server.pid()) {
      findings.add(
          Finding.note(
              SUBJECT,
              "There is a pooler before it.",
              "Let it pool sessions: this driver does not work where it pools transactions."));
    }
    return findings;
  }
}
