package io.github.pgbackground.internal.command.inspection;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** One look at a server through the driver. */
@FunctionalInterface
public interface Inspection {
  /** How long each statement may take, in seconds. */
  int PATIENCE = 30;

  List<Finding> inspect(Connection connection) throws SQLException;

  /** Takes from a row what it has. */
  @FunctionalInterface
  interface Reading<T> {
    T of(ResultSet row) throws SQLException;
  }

  /** What the only row of a query says. */
  static <T> T ask(Connection connection, String sql, Reading<T> reading) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(PATIENCE);
      try (ResultSet row = statement.executeQuery(sql)) {
        row.next();
        return reading.of(row);
      }
    }
  }
}
