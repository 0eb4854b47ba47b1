package io.github.pgbackground.internal.bridge.hub;

import io.github.pgbackground.internal.rows.ServerError;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.PGStatement;
import org.postgresql.core.BaseConnection;
import org.postgresql.util.PSQLException;

/**
 * Poolers that give a session another server process for each transaction. Nothing that the bridge
 * is made of lasts there: its locks name processes, and its temporary functions belong to one.
 */
public final class Poolers {
  private Poolers() {}

  /** The server process that a connection has now. */
  static int process(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      // A statement with a name is known to one process.
      statement.unwrap(PGStatement.class).setPrepareThreshold(0);
      try (ResultSet row = statement.executeQuery("select pg_catalog.pg_backend_pid()")) {
        row.next();
        return row.getInt(1);
      }
    }
  }

  /** Whether there is one: what the protocol says of the process is the pooler's own then. */
  static boolean isBehind(BaseConnection connection, int process) {
    return process != connection.getBackendPID();
  }

  /**
   * Throws 0A000 if a connection does not keep its process between two transactions. Which one a
   * pooler gives to whom is its own affair: the process used last, as a rule, or first. So another
   * connection takes one, before and while this one has one.
   *
   * @param process what the connection has had
   */
  static void check(Connection connection, int process, Connection other) throws SQLException {
    run(other, "begin");
    boolean keeps = process(other) != process && process(connection) == process;
    run(other, "commit");
    run(connection, "begin");
    run(other, "begin");
    keeps &= process(connection) == process && process(other) != process;
    run(other, "commit");
    run(connection, "commit");
    if (!keeps || process(connection) != process) {
      throw error();
    }
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.unwrap(PGStatement.class).setPrepareThreshold(0);
      statement.execute(sql);
    }
  }

  /** What is said where one has been noticed. */
  public static PSQLException error() {
    return ServerError.of("0A000", "calls on the server cannot be served in this session")
        .withDetail("It does not have a server process of its own.")
        .withHint(
            "A pooler has to hand out its connections for whole sessions: in PgBouncer, pool_mode ="
                + " session.")
        .toException();
  }
}
