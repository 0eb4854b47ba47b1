package io.github.pgbackground.examples.hikaricp;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Maintenance that no transaction of the application's may hold up, launched on any connection. */
public final class Vacuum {
  private final DataSource pool;

  /** Of the database that the pool is for. */
  public Vacuum(DataSource pool) {
    this.pool = pool;
  }

  /** Vacuums the table, waits for it, and returns what the server says it has done. */
  public String run(String table) throws SQLException {
    try (Connection connection = pool.getConnection();
        PreparedStatement vacuum =
            connection.prepareStatement(
                "SELECT * FROM pg_background_result("
                    + "pg_background_launch(format('VACUUM %I', ?::text))) AS (result text)")) {
      vacuum.setString(1, table);
      try (ResultSet rows = vacuum.executeQuery()) {
        rows.next();
        return rows.getString("result");
      }
    }
  }
}
