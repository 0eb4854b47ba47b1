package io.github.pgbackground.it.serving;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.function.Executable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** The short ways to run SQL and to look at what it gave. */
public final class Sql {
  private Sql() {}

  public static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Launches a job in the background and gives its handle. */
  public static int launch(Connection connection, String job) throws SQLException {
    return Integer.parseInt(
        String.valueOf(value(connection, "select pg_background_launch($job$" + job + "$job$)")));
  }

  /** Reads a job's rows, which are as the column definition list says. */
  public static List<String> result(Connection connection, int pid, String columns)
      throws SQLException {
    return rows(connection, "select * from pg_background_result(" + pid + ") as (" + columns + ")");
  }

  /** The only value of a query. */
  public static @Nullable String value(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return value(statement.executeQuery(query));
    }
  }

  /** The only value of a result set, which is closed then. */
  public static @Nullable String value(ResultSet rows) throws SQLException {
    try (rows) {
      assertTrue(rows.next(), "no row");
      String value = rows.getString(1);
      assertTrue(!rows.next(), "more than one row");
      return value;
    }
  }

  /** The rows of a query, the columns of each separated by bars. */
  public static List<String> rows(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return rows(statement.executeQuery(query));
    }
  }

  /** The rows of a result set, which is closed then. */
  public static List<String> rows(ResultSet rows) throws SQLException {
    List<String> lines = new ArrayList<>();
    try (rows) {
      int columns = rows.getMetaData().getColumnCount();
      while (rows.next()) {
        List<@Nullable String> values = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          values.add(rows.getString(i));
        }
        lines.add(String.join("|", values.stream().map(String::valueOf).toList()));
      }
    }
    return lines;
  }

  /** The messages of a chain of warnings. */
  public static List<String> messages(@Nullable SQLWarning first) {
    List<String> messages = new ArrayList<>();
    for (SQLWarning warning = first; warning != null; warning = warning.getNextWarning()) {
      messages.add(warning.getMessage());
    }
    return messages;
  }

  /** What a server would have sent for the error that this raises. */
  public static ServerErrorMessage error(String sqlState, Executable raising) {
    PSQLException error = assertThrows(PSQLException.class, raising);
    assertTrue(
        sqlState.equals(error.getSQLState()),
        () -> "expected " + sqlState + " but was " + error.getSQLState() + " " + error);
    ServerErrorMessage sent = error.getServerErrorMessage();
    if (sent == null) {
      throw new AssertionError("no error of a server", error);
    }
    return sent;
  }
}
