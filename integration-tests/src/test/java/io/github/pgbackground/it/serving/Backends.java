package io.github.pgbackground.it.serving;

import io.github.pgbackground.it.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** The processes that a server runs for a test's database, seen from outside of it. */
final class Backends {
  private final TestDatabase database;

  Backends(TestDatabase database) {
    this.database = database;
  }

  /** The pids of all of them. */
  List<String> pids() throws SQLException {
    try (Connection outside = database.admin()) {
      return Sql.rows(
          outside,
          "select pid from pg_stat_activity where backend_type = 'client backend' and datname = '"
              + database.name()
              + "' order by 1");
    }
  }

  /** Waits until those of closed connections have ended and there is only this connection's. */
  void awaitNoneBut(Connection connection) throws Exception {
    List<String> own = Sql.rows(connection, "select pg_backend_pid()");
    Await.until("nobody else is in the database", () -> pids().equals(own));
  }
}
