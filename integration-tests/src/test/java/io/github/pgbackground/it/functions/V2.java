package io.github.pgbackground.it.functions;

import io.github.pgbackground.it.serving.Await;
import io.github.pgbackground.it.serving.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * A handle, and the short ways to use it.
 *
 * @param arguments {@code pid, cookie} as SQL
 */
public record V2(Connection connection, int pid, long cookie, String arguments) {
  private static final String LIST =
      " from pg_background_list_v2() as (pid int4, cookie int8, launched_at timestamptz, user_id"
          + " oid, queue_size int4, state text, sql_preview text, last_error text, consumed bool)";

  public static V2 launch(Connection connection, String job) throws SQLException {
    return start(connection, "pg_background_launch_v2($job$" + job + "$job$)");
  }

  public static V2 submit(Connection connection, String job) throws SQLException {
    return start(connection, "pg_background_submit_v2($job$" + job + "$job$)");
  }

  private static V2 start(Connection connection, String call) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet handle = statement.executeQuery("select * from " + call)) {
      handle.next();
      int pid = handle.getInt("pid");
      long cookie = handle.getLong("cookie");
      return new V2(connection, pid, cookie, pid + ", " + cookie);
    }
  }

  /** Calls a function of the handle that gives nothing. */
  public void call(String function) throws SQLException {
    Sql.value(connection, "select pg_background_" + function + "(" + arguments + ")");
  }

  /** Calls a function of the handle with one argument more. */
  public String call(String function, int argument) throws SQLException {
    return String.valueOf(
        Sql.value(
            connection,
            "select pg_background_" + function + "(" + arguments + ", " + argument + ")"));
  }

  public List<String> result(String columns) throws SQLException {
    return Sql.rows(
        connection,
        "select * from pg_background_result_v2(" + arguments + ") as (" + columns + ")");
  }

  public String progress() throws SQLException {
    return Sql.rows(connection, "select * from pg_background_get_progress_v2(" + arguments + ")")
        .get(0);
  }

  public void awaitProgress(String expected) throws Exception {
    Await.until("the progress is " + expected, () -> progress().equals(expected));
  }

  /** What the list says of all jobs of the session. */
  public static List<String> list(Connection connection, String columns) throws SQLException {
    return Sql.rows(connection, "select " + columns + LIST);
  }
}
