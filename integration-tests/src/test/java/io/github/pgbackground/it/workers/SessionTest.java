package io.github.pgbackground.it.workers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a served statement does to its session, and what it takes from it. */
@ExtendWith(PostgresExtension.class)
final class SessionTest {
  private static final String READ_ONLY =
      "select * from pg_background_result(pg_background_launch("
          + "'select current_setting(''transaction_read_only'')')) as (read_only text)";

  @Test
  void the_transaction_that_a_served_statement_begins_is_read_only_if_the_connection_is(
      TestDatabase database) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      connection.setReadOnly(true);
      connection.setAutoCommit(false);
      statement.execute("select pg_background_detach(pg_background_launch('select 1'))");
      assertEquals("on", first(statement, "show transaction_read_only"));
      connection.rollback();
    }
  }

  @Test
  void the_notices_of_a_computed_argument_arrive_once_each_and_in_order(TestDatabase database)
      throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          create function pg_temp.chatty() returns text language plpgsql as $$
          begin raise notice 'one'; raise notice 'two'; raise notice 'three'; return 'select 1'; end
          $$""");
      statement.execute("select pg_background_detach(pg_background_launch(pg_temp.chatty()))");
      assertEquals(List.of("one", "two", "three"), warnings(statement));
      statement.clearWarnings();
      assertNull(statement.getWarnings());
    }
  }

  @Test
  void values_brought_under_a_typmod_read_the_same_however_often(TestDatabase database)
      throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      // pgjdbc prepares and goes over to binary at the fifth use of a text.
      for (int i = 0; i < 7; i++) {
        assertEquals(
            "0.0000001000",
            first(
                statement,
                "select * from pg_background_result(pg_background_launch('select 0.0000001'))"
                    + " as (x numeric(20,10))"));
      }
    }
  }

  @Test
  void a_session_that_is_read_only_by_a_setting_has_read_only_jobs(TestDatabase database)
      throws SQLException {
    Properties always = new Properties();
    always.setProperty("readOnly", "true");
    always.setProperty("readOnlyMode", "always");
    try (Connection connection = database.connect(always);
        Statement statement = connection.createStatement()) {
      for (int job = 0; job < 2; job++) {
        assertEquals("on", first(statement, READ_ONLY));
      }
      connection.setReadOnly(false);
      assertEquals("off", first(statement, READ_ONLY));
    }
  }

  @Test
  void the_simple_protocol_serves_too(TestDatabase database) throws SQLException {
    Properties simple = new Properties();
    simple.setProperty("preferQueryMode", "simple");
    try (Connection connection = database.connect(simple);
        Statement statement = connection.createStatement()) {
      assertEquals(
          "2",
          first(
              statement,
              "select x from pg_background_result(pg_background_launch("
                  + "'create temporary table t as select 2 as x; table t')) as (x int)"));
      assertEquals(
          "1.3",
          first(
              statement,
              "select x from pg_background_result(pg_background_launch('select ' || 1.25))"
                  + " as (x numeric(2,1))"));
    }
  }

  private static String first(Statement statement, String sql) throws SQLException {
    try (ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  private static List<String> warnings(Statement statement) throws SQLException {
    List<String> messages = new ArrayList<>();
    for (SQLWarning w = statement.getWarnings(); w != null; w = w.getNextWarning()) {
      messages.add(w.getMessage());
    }
    return messages;
  }
}
