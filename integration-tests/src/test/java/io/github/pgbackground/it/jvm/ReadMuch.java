package io.github.pgbackground.it.jvm;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Reads the result of a job with a fetch size and says how many rows and characters there were. */
public final class ReadMuch {
  private ReadMuch() {}

  /**
   * The arguments are the URL, the job, whose rows have a number and a text, and whether to read it
   * only after the job has ended.
   */
  public static void main(String[] arguments) throws Exception {
    long rows = 0;
    long characters = 0;
    try (Connection connection = DriverManager.getConnection(arguments[0]);
        Statement statement = connection.createStatement()) {
      statement.setFetchSize(1_000);
      String result = "pg_background_launch($job$" + arguments[1] + "$job$)";
      if (Boolean.parseBoolean(arguments[2])) {
        try (ResultSet launch = statement.executeQuery("select " + result)) {
          launch.next();
          result = launch.getString(1);
        }
        awaitIdle(connection, result);
      }
      try (ResultSet read =
          statement.executeQuery(
              "select * from pg_background_result(" + result + ") as (n int, t text)")) {
        while (read.next()) {
          rows++;
          if (read.getInt(1) != rows) {
            throw new IllegalStateException("row " + rows + " is " + read.getInt(1));
          }
          characters += read.getString(2).length();
        }
      } catch (SQLException e) {
        System.out.println(rows + " rows, then " + e.getSQLState());
        return;
      }
    }
    System.out.println(rows + " rows, " + characters + " characters");
  }

  /** Waits on the server until the process has nothing to do. */
  private static void awaitIdle(Connection connection, String pid) throws Exception {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "do $$begin while exists (select from pg_stat_activity where state <> 'idle' and pid = "
              + pid
              + ") loop perform pg_sleep(0.05); perform pg_stat_clear_snapshot(); end loop; end$$");
    }
  }
}
