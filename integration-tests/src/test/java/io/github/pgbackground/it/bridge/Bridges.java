package io.github.pgbackground.it.bridge;

import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.serving.Sql;
import java.sql.Connection;
import java.sql.SQLException;

/** The functions of pg_background in a database that has no extension. */
public final class Bridges {
  private Bridges() {}

  static void install(TestDatabase database) throws SQLException {
    try (Connection connection = database.connect()) {
      Sql.execute(connection, "create extension pg_background");
    }
  }

  /** Drops it with all that needs it, and the role that it leaves. */
  public static void remove(TestDatabase database) throws SQLException {
    try (Connection connection = database.connect()) {
      remove(connection);
    }
  }

  /** The same in a session of this driver's that may do so. */
  public static void remove(Connection connection) throws SQLException {
    Sql.execute(connection, "drop extension if exists pg_background cascade");
    Sql.execute(connection, "drop role if exists pgbackground_role");
  }
}
