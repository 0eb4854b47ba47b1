package io.github.pgbackground.it.functions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.serving.Gate;
import io.github.pgbackground.it.serving.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The settings of pg_background, and what they bound. */
@ExtendWith(PostgresExtension.class)
class SettingsTest {
  private static final String SHOW = "show pg_background.max_workers";

  @Test
  void every_way_to_look_shows_the_default(TestDatabase database) throws SQLException {
    for (String look :
        List.of(
            SHOW,
            "select current_setting('pg_background.max_workers')",
            "select v from (select current_setting('pg_background.max_workers') as v) s",
            "with s as (select current_setting('pg_background.max_workers')) table s")) {
      try (Connection connection = database.connect()) {
        assertEquals("16", Sql.value(connection, look), look);
      }
    }
  }

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
  void a_transaction_takes_back_what_it_has_set(TestDatabase database) throws SQLException {
    try (Connection connection = database.connect()) {
      connection.setAutoCommit(false);
      Sql.execute(connection, "set pg_background.max_workers = 2");
      assertEquals("2", Sql.value(connection, SHOW));
      connection.rollback();
      assertEquals("16", Sql.value(connection, SHOW));
      Sql.execute(connection, "set local pg_background.max_workers = 3");
      connection.commit();
      assertEquals("16", Sql.value(connection, SHOW));
      Sql.execute(connection, "set pg_background.max_workers = 4");
      connection.commit();
      connection.setAutoCommit(true);
      assertEquals("4", Sql.value(connection, SHOW));
      Sql.execute(connection, "reset all");
      assertEquals("16", Sql.value(connection, SHOW));
    }
  }

  @Test
  void a_value_that_is_refused_aborts_the_transaction(TestDatabase database) throws SQLException {
    try (Connection connection = database.connect()) {
      connection.setAutoCommit(false);
      Sql.error("22023", () -> Sql.execute(connection, "set pg_background.max_workers = 0"));
      Sql.error("25P02", () -> Sql.value(connection, SHOW));
      Sql.error("25P02", () -> Sql.execute(connection, "set pg_background.max_workers = 0"));
      connection.rollback();
    }
  }

  @Test
  void several_statements_in_one_string_are_one_transaction(TestDatabase database)
      throws SQLException {
    try (Connection connection = database.connect()) {
      Sql.error(
          "22012", () -> Sql.execute(connection, "set pg_background.max_workers = 2; select 1/0"));
      assertEquals("16", Sql.value(connection, SHOW));
    }
  }

  @Test
  void roles_databases_and_connections_may_have_values(TestDatabase database) throws SQLException {
    try (Connection connection = database.connect()) {
      Sql.execute(
          connection,
          "alter database \"" + database.name() + "\" set pg_background.max_workers = ' 7'");
      Sql.error(
          "22023",
          () ->
              Sql.execute(
                  connection,
                  "alter database \"" + database.name() + "\" set pg_background.max_workers = 0"));
    }
    try (Connection connection = database.connect()) {
      assertEquals("7", Sql.value(connection, "select max_workers from pg_background_stats_v2()"));
      assertEquals("7", Sql.value(connection, SHOW));
      Sql.execute(connection, "set pg_background.max_workers = 8; reset pg_background.max_workers");
      assertEquals("7", Sql.value(connection, SHOW));
    }
    Properties options = new Properties();
    options.setProperty("options", "-c pg_background.max_workers=9");
    try (Connection connection = database.connect(options)) {
      assertEquals("9", Sql.value(connection, SHOW));
      assertEquals("9", Sql.value(connection, "select max_workers from pg_background_stats_v2()"));
      Sql.execute(
          connection, "alter database \"" + database.name() + "\" reset pg_background.max_workers");
    }
  }

  @Test
  void a_connection_whose_options_are_out_of_range_is_not_made(TestDatabase database) {
    Properties options = new Properties();
    options.setProperty("options", "-c pg_background.max_workers=0");
    assertEquals(
        "0 is outside the valid range for parameter \"pg_background.max_workers\" (1 .. 1000)",
        Sql.error("22023", () -> database.connect(options)).getMessage());
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

  @Test
  void a_value_that_nobody_has_seen_is_checked_by_the_launch(TestDatabase database)
      throws SQLException {
    try (Connection connection = database.connect()) {
      Sql.execute(
          connection, "select set_config('pg_' || 'background.max_workers', (1 - 1)::text, false)");
      assertEquals(
          "0 is outside the valid range for parameter \"pg_background.max_workers\" (1 .. 1000)",
          Sql.error("22023", () -> Sql.launch(connection, "select 1")).getMessage());
      Sql.execute(connection, "reset pg_background.max_workers");
      V2.launch(connection, "select 1").call("detach_v2");
    }
  }

  @Test
  void jobs_that_nobody_has_read_count_among_the_workers(TestDatabase database)
      throws SQLException {
    try (Connection connection = database.connect()) {
      List<V2> handles = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        handles.add(V2.launch(connection, "select 1"));
        handles.get(i).call("wait_v2");
      }
      assertEquals(
          "Current limit is 16 concurrent workers per session.",
          Sql.error("53400", () -> Sql.launch(connection, "select 1")).getDetail());
      Sql.error(
          "53400",
          () ->
              Sql.value(
                  connection, "select pg_background_detach(pg_background_launch('select 1'))"));
      Sql.execute(connection, "set pg_background.max_workers = 17");
      V2.launch(connection, "select 1").call("detach_v2");
      Sql.execute(connection, "reset pg_background.max_workers");
      handles.get(0).result("x int");
      V2.launch(connection, "select 1").call("detach_v2");
    }
  }

  @Test
  void the_queue_size_is_the_one_asked_for_or_the_one_set(TestDatabase database)
      throws SQLException {
    try (Connection connection = database.connect()) {
      Sql.execute(connection, "set pg_background.default_queue_size = '1MB'");
      V2.launch(connection, "select 1");
      Sql.value(connection, "select pg_background_launch('select 1', 4096)");
      assertEquals(List.of("1048576", "4096"), V2.list(connection, "queue_size"));
    }
  }

  @Test
  void the_timeout_bounds_a_text_of_several_statements(TestDatabase database) throws SQLException {
    try (Connection connection = database.connect()) {
      Sql.execute(connection, "create table timed(x int)");
      Sql.execute(connection, "set pg_background.worker_timeout = 500");
      V2 handle =
          V2.launch(
              connection,
              "insert into timed values (1); " + "select pg_sleep(0.1); ".repeat(300) + "select 1");
      handle.call("wait_v2");
      assertEquals(List.of("error"), V2.list(connection, "state"));
      assertEquals(
          "canceling statement due to statement timeout",
          Sql.error("57014", () -> handle.result("x int")).getMessage());
      assertEquals("0", Sql.value(connection, "select count(*) from timed"));
    }
  }

  @Test
  void the_timeout_takes_the_place_of_the_sessions(TestDatabase database) throws Exception {
    try (Connection connection = database.connect();
        Gate gate = Gate.in(database)) {
      Sql.execute(
          connection, "set pg_background.worker_timeout = '1h'; set statement_timeout = 200");
      V2 handle = V2.launch(connection, gate.query());
      Sql.error("57014", () -> handle.call("wait_v2"));
      Sql.execute(connection, "set statement_timeout = 0");
      gate.open();
      assertEquals(List.of("through"), handle.result("x text"));
      assertTrue(V2.list(connection, "pid").isEmpty());
    }
  }
}
