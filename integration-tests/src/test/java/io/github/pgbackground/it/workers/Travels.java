package io.github.pgbackground.it.workers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.pgbackground.it.serving.Sql;
import java.sql.Connection;
import java.sql.SQLException;

/** What is the same in a session and in the worker of its next job. */
final class Travels {
  static final String CUSTOM = "current_setting('my.x', true)";
  static final String MEMORY = "current_setting('work_mem')";

  private Travels() {}

  /** What an expression gives in the worker. */
  static String inWorker(Connection connection, String expression) throws SQLException {
    return Sql.value(
        connection,
        "select * from pg_background_result(pg_background_launch($job$select ("
            + expression
            + ")::text$job$)) as (value text)");
  }

  static void assertTravels(String expected, Connection connection, String expression)
      throws SQLException {
    assertEquals(expected, Sql.value(connection, "select " + expression), "in the session");
    assertEquals(expected, inWorker(connection, expression), "in the worker");
  }
}
