package io.github.pgbackground.it.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.pgbackground.it.ConnectionProperties;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.serving.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;

/** Connections that share their handles. */
final class Sharing {
  private Sharing() {}

  static Connection sharing(TestDatabase database) throws SQLException {
    return database.connect(shared());
  }

  /** The properties of such a connection. */
  static Properties shared() {
    return ConnectionProperties.of("pgbackground.handleScope", "pool");
  }

  static void assertNotAttached(Connection connection, int pid) {
    assertEquals(
        "PID " + pid + " is not attached to this session",
        Sql.error("42704", () -> Sql.result(connection, pid, "n int")).getMessage());
  }
}
