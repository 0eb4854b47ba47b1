package io.github.pgbackground.it.functions;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.serving.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings whose value a function is given, an expression or code on the server. */
@ExtendWith(PostgresExtension.class)
class ComputedSettingsTest {
  private static final String SHOW = "show pg_background.max_workers";

  @Test
  void a_value_can_be_set_by_a_function(TestDatabase database) throws SQLException {
    try (Connection connection = database.connect();
        PreparedStatement statement =
            connection.prepareStatement(
                "select set_config('pg_background.worker_timeout', ?, ?)")) {
      statement.setString(1, "300s");
      statement.setBoolean(2, false);
      assertEquals("5min", Sql.value(statement.executeQuery()));
      statement.setString(1, "-1");
      assertEquals(
          "-1 ms is outside the valid range for parameter \"pg_background.worker_timeout\""
              + " (0 .. 2147483647)",
          Sql.error("22023", statement::executeQuery).getMessage());
      assertEquals("5min", Sql.value(connection, "show pg_background.worker_timeout"));
    }
  }

  @Test
  void a_value_that_an_expression_gives_is_refused_too(TestDatabase database) throws SQLException {
    try (Connection connection = database.connect()) {
      Sql.execute(connection, "set pg_background.max_workers = 5");
      String computed =
          "select set_config('pg_background.max_workers', (%d - 1)::text, false) where true";
      assertEquals(
          "0 is outside the valid range for parameter \"pg_background.max_workers\" (1 .. 1000)",
          Sql.error("22023", () -> Sql.execute(connection, computed.replace("%d", "1")))
              .getMessage());
      assertEquals("5", Sql.value(connection, SHOW));
      assertEquals("6", Sql.value(connection, computed.replace("%d", "7")));
      assertEquals("6", Sql.value(connection, SHOW));
      connection.setAutoCommit(false);
      try (PreparedStatement statement =
          connection.prepareStatement(
              "select set_config('pg_background.worker_timeout', ?::text, false)")) {
        statement.setInt(1, 250);
        assertEquals("250ms", Sql.value(statement.executeQuery()));
        statement.setInt(1, -250);
        Sql.error("22023", statement::executeQuery);
        Sql.error("25P02", () -> Sql.value(connection, SHOW));
      }
      connection.rollback();
      assertEquals("0", Sql.value(connection, "show pg_background.worker_timeout"));
    }
  }

  /** The extension's own answers. */
  @ParameterizedTest
  @CsvSource(
      delimiterString = "→",
      quoteCharacter = '`',
      textBlock =
          """
          select set_config('pg_background.worker_timeout', '300' || 's', false)         → 5min
          select pg_catalog.set_config('pg_background.worker_timeout', (5 * 60000)::text, false) as t → 5min
          select set_config('pg_background.worker_timeout', E'\\x36' || '0min', false) x   → 1h
          select set_config('pg_background.worker_timeout', (select max(x) from unnest(array['90s']) x), false) → 90s
          select set_config('pg_background.default_queue_size', concat(1024, 'kB'), false) → 1MB
          select set_config('pg_background.worker_timeout', null::text || 's', false)     → ``
          """)
  void a_value_that_an_expression_gives_is_written_in_the_largest_unit(
      String sql, String expected, TestDatabase database) throws SQLException {
    String shown =
        "show pg_background." + (sql.contains("queue") ? "default_queue_size" : "worker_timeout");
    for (boolean autoCommit : new boolean[] {true, false}) {
      try (Connection connection = database.connect()) {
        connection.setAutoCommit(autoCommit);
        assertEquals(expected, Sql.value(connection, sql));
        assertEquals(expected.isEmpty() ? "0" : expected, Sql.value(connection, shown));
      }
    }
  }

  @Test
  void an_expression_for_a_value_is_evaluated_once_with_its_parameters(TestDatabase database)
      throws SQLException {
    try (Connection connection = database.connect();
        PreparedStatement statement =
            connection.prepareStatement(
                "select set_config('pg_background.worker_timeout',"
                    + " nextval('once') * ?::int || ?, ?)")) {
      Sql.execute(connection, "create sequence once");
      for (int i = 1; i <= 7; i++) {
        statement.setInt(1, 60);
        statement.setString(2, "s");
        statement.setBoolean(3, false);
        assertEquals(i + "min", Sql.value(statement.executeQuery()));
      }
      String wrong = "select set_config('pg_background.worker_timeout', 'x' || nosuch, false)";
      assertEquals(
          wrong.indexOf("nosuch") + 1,
          Sql.error("42703", () -> Sql.value(connection, wrong)).getPosition());
      assertEquals(
          "function set_config(unknown, bigint, boolean) does not exist",
          Sql.error(
                  "42883",
                  () ->
                      Sql.value(
                          connection,
                          "select set_config('pg_background.worker_timeout', nextval('once'), false)"))
              .getMessage());
      assertEquals("7", Sql.value(connection, "select last_value from once"));
      Sql.execute(connection, "drop sequence once");
    }
  }

  @Test
  void a_value_that_code_on_the_server_sets_is_shown_in_the_largest_unit(TestDatabase database)
      throws SQLException {
    String set = "do $$ begin perform set_config('pg_background.worker_timeout', '%s', %s); end $$";
    String show = "show pg_background.worker_timeout";
    try (Connection connection = database.connect()) {
      Sql.execute(connection, String.format(Locale.ROOT, set, "300s", false));
      assertEquals("5min", Sql.value(connection, show));
      connection.setAutoCommit(false);
      Sql.execute(connection, String.format(Locale.ROOT, set, "120s", true));
      assertEquals("2min", Sql.value(connection, show));
      connection.commit();
      assertEquals("5min", Sql.value(connection, show));
      Sql.execute(connection, String.format(Locale.ROOT, set, "3600s", false));
      assertEquals("1h", Sql.value(connection, show));
      connection.rollback();
      assertEquals("5min", Sql.value(connection, show));
      Sql.execute(connection, String.format(Locale.ROOT, set, "3600s", false));
      assertEquals("1h", Sql.value(connection, show));
      connection.commit();
      assertEquals("1h", Sql.value(connection, show));
      connection.rollback();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "do $$ begin insert into kept values (1); set pg_background.max_workers = 0; end $$",
        "do $$ begin insert into kept values (1);"
            + " perform set_config('pg_background.max_workers', '0', true); if false then"
            + " perform pg_background_detach(pg_background_launch('select 1')); end if; end $$"
      })
  void a_value_that_code_on_the_server_sets_is_refused_when_it_has_run(
      String code, TestDatabase database) throws SQLException {
    try (Connection connection = database.connect()) {
      Sql.execute(connection, "create table kept(x int); set pg_background.max_workers = 5");
      String local = code.replace("true)", "false)");
      assertEquals(
          "0 is outside the valid range for parameter \"pg_background.max_workers\" (1 .. 1000)",
          Sql.error("22023", () -> Sql.execute(connection, local)).getMessage());
      assertEquals("5", Sql.value(connection, SHOW));
      connection.setAutoCommit(false);
      Sql.error("22023", () -> Sql.execute(connection, code));
      Sql.error("25P02", () -> Sql.value(connection, SHOW));
      connection.rollback();
      assertEquals("5", Sql.value(connection, SHOW));
      assertEquals("0", Sql.value(connection, "select count(*) from kept"));
      connection.commit();
      connection.setAutoCommit(true);
      Sql.execute(connection, local.replace("= 0", "= 7").replace("'0'", "'7'"));
      assertEquals("7", Sql.value(connection, SHOW));
      Sql.execute(connection, "do $$ begin set pg_background.max_workers = 6; commit; end $$");
      assertEquals("6", Sql.value(connection, SHOW));
      Sql.execute(connection, "drop table kept");
    }
  }
}
