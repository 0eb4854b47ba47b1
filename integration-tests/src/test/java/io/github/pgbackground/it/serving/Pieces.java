package io.github.pgbackground.it.serving;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The short ways to read a result with a fetch size. */
final class Pieces {
  private Pieces() {}

  /** A statement that reads so many rows at a time. */
  static Statement of(Connection connection, int fetchSize) throws SQLException {
    Statement statement = connection.createStatement();
    statement.setFetchSize(fetchSize);
    return statement;
  }

  /** A query that launches a job and reads it. */
  static String read(String job, String columns) {
    return "select * from pg_background_result(pg_background_launch($job$"
        + job
        + "$job$)) as ("
        + columns
        + ")";
  }

  /** Reads the first column of what is left. */
  static List<String> readOn(ResultSet rows) throws SQLException {
    return readInto(new ArrayList<>(), rows);
  }

  /** Reads what is left behind what was seen, as far as it comes. */
  static List<String> readInto(List<String> seen, ResultSet rows) throws SQLException {
    while (rows.next()) {
      seen.add(rows.getString(1));
    }
    return seen;
  }
}
