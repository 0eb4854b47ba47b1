package io.github.pgbackground.it.functions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.feeding.OwnTypes;
import io.github.pgbackground.it.serving.Gate;
import io.github.pgbackground.it.serving.Sql;
import io.github.pgbackground.it.transparency.Comparison;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.util.PGobject;

/** Handles of pid and cookie: how statements give them, and who may use them. */
@ExtendWith(PostgresExtension.class)
class HandlesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select * from pg_background_launch_v2('select 7')",
        "select pid, h.cookie from public.pg_background_launch_v2(sql => 'select 7') as h",
        "select p, c from pg_background_launch_v2('select 7', 65536) h(p, c)",
        "select (h).* from pg_background_launch_v2('select 7', 0) as h",
        "select (h).pid, (h).cookie from (select pg_background_launch_v2('select 7') as h) s",
        "select (s.h).* from (select pg_background_launch_v2('select ' || 7) as h) as s",
      })
  void a_handle_can_be_taken_apart(String launch, TestDatabase database) throws SQLException {
    try (Connection connection = database.connect()) {
      String handle = Sql.rows(connection, launch).get(0).replace("|", ", ");
      assertEquals(
          List.of("7"),
          Sql.rows(connection, "select * from pg_background_result_v2(" + handle + ") as (x int)"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select pg_background_launch_v2('select 7')",
        "select h from pg_background_launch_v2('select 7') as h",
        "select h from (select pg_background_launch_v2('select 7') as h) s",
        "select * from (select pg_background_launch_v2('select 7')) s",
      })
  void a_handle_can_be_one_value(String launch, TestDatabase database) throws SQLException {
    try (Connection connection = database.connect()) {
      String handle = String.valueOf(Sql.value(connection, launch));
      assertTrue(handle.matches("[(][0-9]+,-?[0-9]+[)]"), handle);
      assertEquals(
          List.of("7"),
          Sql.rows(connection, "select * from pg_background_result_v2" + handle + " as (x int)"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select pg_background_launch_v2('select 7') as h",
        "select h from pg_background_launch_v2('select 7') as h",
        "select h from (select pg_background_launch_v2('select 7') as h) s",
      })
  void a_handle_is_of_its_own_type_though_the_server_has_none(String launch, TestDatabase database)
      throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(launch)) {
      ResultSetMetaData columns = row.getMetaData();
      assertEquals("h", columns.getColumnLabel(1));
      assertEquals("pg_background_handle", columns.getColumnTypeName(1));
      assertEquals(Types.STRUCT, columns.getColumnType(1));
      assertEquals("java.lang.String", columns.getColumnClassName(1));
      assertTrue(row.next());
      PGobject handle = (PGobject) row.getObject(1);
      assertEquals("pg_background_handle", handle.getType());
      assertEquals(row.getString(1), handle.getValue());
      // What pgjdbc knows of other types is as it was.
      Array texts = connection.createArrayOf("text", new String[] {"a"});
      try (PreparedStatement asking =
          connection.prepareStatement("select pg_typeof(?), array_to_string(?, ',')")) {
        asking.setArray(1, texts);
        asking.setObject(2, new String[] {"a"});
        assertEquals(List.of("text[]|a"), Sql.rows(asking.executeQuery()));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select pg_background_stats_v2()",
        "select pg_background_stats_v2() as s, pg_background_get_progress_v2(1, 2)",
        "select s from pg_background_stats_v2() as s",
        "select * from (select pg_background_stats_v2()) s",
        "select p from pg_background_get_progress_v2(1, 2) p",
      })
  void where_the_server_has_the_type_the_value_is_of_that(String sql, TestDatabase database)
      throws Exception {
    try (Connection connection = database.connectPlain()) {
      Sql.execute(connection, OwnTypes.IMITATION);
    }
    Comparison.sameAsPgjdbc(
        database,
        new Properties(),
        (connection, transcript) -> {
          try (Statement statement = connection.createStatement()) {
            transcript.rows(sql, statement.executeQuery(sql));
          }
        });
    try (Connection connection = database.connectPlain()) {
      Sql.execute(connection, OwnTypes.REMOVAL);
    }
  }

  @Test
  void a_result_that_somebody_has_begun_to_read_is_listed_no_more(TestDatabase database)
      throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      V2 unread = V2.launch(connection, "select 1");
      V2 handle = V2.launch(connection, "select generate_series(1, 100000)");
      unread.call("wait_v2");
      handle.call("wait_v2");
      assertEquals(List.of("f", "f"), V2.list(connection, "consumed"));
      statement.setFetchSize(10);
      try (ResultSet rows =
          statement.executeQuery(
              "select * from pg_background_result_v2(" + handle.arguments() + ") as (n int)")) {
        assertTrue(rows.next());
        assertEquals(List.of(unread.pid() + "|f"), V2.list(connection, "pid, consumed"));
        Sql.error("42704", () -> handle.result("n int"));
      }
      Sql.error("42804", () -> unread.result("n text"));
      assertEquals(List.of(), V2.list(connection, "pid, consumed"));
    }
  }

  @Test
  void each_attribute_of_a_call_is_a_launch_as_on_the_server(TestDatabase database)
      throws SQLException {
    try (Connection connection = database.connect()) {
      Sql.rows(connection, "select (pg_background_launch_v2('select 1')).*");
      assertEquals(2, V2.list(connection, "pid").size());
    }
  }

  @Test
  void parameters_may_be_of_any_type_that_the_server_would_take(TestDatabase database)
      throws SQLException {
    try (Connection connection = database.connect()) {
      V2 handle = V2.launch(connection, "select 7");
      try (PreparedStatement statement =
          connection.prepareStatement(
              "select * from pg_background_result_v2(cookie => ?, pid => ?::int) as (x int)")) {
        statement.setLong(1, handle.cookie());
        statement.setString(2, Integer.toString(handle.pid()));
        assertEquals("bigint", typeName(statement, 1));
        assertEquals(List.of("7"), Sql.rows(statement.executeQuery()));
      }
      try (PreparedStatement statement =
          connection.prepareStatement("select pg_background_wait_v2(?, ?)")) {
        statement.setInt(1, 1);
        statement.setInt(2, 2);
        Sql.error("42704", statement::executeQuery);
        statement.setLong(1, 1);
        assertTrue(
            String.valueOf(Sql.error("42883", statement::executeQuery).getMessage())
                .contains("pg_background_wait_v2(bigint, "));
      }
    }
  }

  private static String typeName(PreparedStatement statement, int parameter) throws SQLException {
    return statement.getParameterMetaData().getParameterTypeName(parameter).equals("int8")
        ? "bigint"
        : "another";
  }

  @Test
  void cookies_are_all_different_and_never_zero(TestDatabase database) throws SQLException {
    Set<Long> cookies = new HashSet<>();
    try (Connection connection = database.connect()) {
      for (int i = 0; i < 10; i++) {
        V2 handle = V2.launch(connection, "select 1");
        assertTrue(cookies.add(handle.cookie()));
        handle.call("detach_v2");
      }
    }
    assertTrue(!cookies.contains(0L));
  }

  @Test
  void a_pid_alone_is_a_handle_with_the_cookie_zero(TestDatabase database) throws SQLException {
    try (Connection connection = database.connect()) {
      int pid = Sql.launch(connection, "select 7");
      Sql.value(connection, "select pg_background_wait_v2(" + pid + ", 0)");
      assertEquals(List.of("0"), V2.list(connection, "cookie"));
      assertEquals(
          List.of("7"),
          Sql.rows(connection, "select * from pg_background_result_v2(" + pid + ", 0) as (x int)"));
      V2 handle = V2.launch(connection, "select 8");
      assertEquals(List.of("8"), Sql.result(connection, handle.pid(), "x int"));
    }
  }

  @Test
  void nulls_are_answered_as_the_functions_say(TestDatabase database) throws SQLException {
    try (Connection connection = database.connect()) {
      assertEquals(
          List.of("null|null"),
          Sql.rows(connection, "select * from pg_background_launch_v2(null)"));
      assertEquals(
          List.of(),
          Sql.rows(connection, "select * from pg_background_result_v2(1, null) as (x int)"));
      assertEquals(
          List.of("null"),
          Sql.rows(connection, "select pg_background_wait_v2_timeout(1, 2, null)"));
      assertEquals(
          List.of("null"), Sql.rows(connection, "select pg_background_get_progress_v2(1, null)"));
      assertEquals(List.of(), V2.list(connection, "pid"));
    }
  }

  @Test
  void a_handle_is_for_roles_with_the_privileges_of_the_one_that_launched(TestDatabase database)
      throws SQLException {
    try (Connection connection = database.connect()) {
      Sql.execute(connection, "drop role if exists it_handle_user; create role it_handle_user");
      try {
        V2 handle = V2.launch(connection, "select 7");
        Sql.execute(connection, "set role it_handle_user");
        assertEquals(
            "permission denied for background worker with PID \"" + handle.pid() + "\"",
            Sql.error("42501", () -> handle.call("wait_v2")).getMessage());
        Sql.error("42501", () -> handle.result("x int"));
        Sql.error("42501", handle::progress);
        Sql.error("42501", () -> Sql.result(connection, handle.pid(), "x int"));
        assertEquals(List.of(), V2.list(connection, "pid"));
        V2 own = V2.launch(connection, "select current_user::text");
        assertEquals(List.of(Integer.toString(own.pid())), V2.list(connection, "pid"));
        Sql.execute(connection, "reset role");
        assertEquals(2, V2.list(connection, "pid").size());
        assertEquals(List.of("it_handle_user"), own.result("x text"));
        assertEquals(List.of("7"), handle.result("x int"));
      } finally {
        Sql.execute(connection, "reset role; drop role it_handle_user");
      }
    }
  }

  @Test
  void the_list_says_what_is_known_of_each_job(TestDatabase database) throws Exception {
    try (Connection connection = database.connect();
        Gate gate = Gate.in(database)) {
      String text = gate.query() + " -- " + "ä".repeat(200);
      V2 running = V2.launch(connection, text);
      V2 failed = V2.launch(connection, "do $$begin raise '%', repeat('ö', 400); end$$");
      failed.call("wait_v2");
      List<String> rows =
          V2.list(connection, "pid, queue_size, state, sql_preview, last_error, consumed, user_id");
      String user = Sql.value(connection, "select oid from pg_roles where rolname = current_user");
      String preview = text.substring(0, text.indexOf('ä'));
      preview += "ä".repeat((120 - preview.length()) / 2);
      assertEquals(
          List.of(
              running.pid() + "|65536|running|" + preview + "|null|f|" + user,
              failed.pid()
                  + "|65536|error|do $$begin raise '%', repeat('ö', 400); end$$|"
                  + "ö".repeat(254)
                  + "...|f|"
                  + user),
          rows);
      assertEquals(V2.list(connection, "launched_at"), V2.list(connection, "launched_at"));
      assertEquals(
          "t",
          Sql.value(
              connection,
              "select abs(extract(epoch from now() - '"
                  + V2.list(connection, "launched_at").get(0)
                  + "'::timestamptz)) < 60"));
      gate.open();
      running.call("detach_v2");
    }
  }

  @Test
  void a_list_under_other_types_is_refused(TestDatabase database) throws SQLException {
    try (Connection connection = database.connect()) {
      assertEquals(
          "Returned row contains 9 attributes, but query expects 1.",
          Sql.error(
                  "42804",
                  () -> Sql.rows(connection, "select * from pg_background_list_v2() as (pid int)"))
              .getDetail());
      assertEquals(
          "Returned type integer at ordinal position 1, but query expects bigint.",
          Sql.error(
                  "42804",
                  () ->
                      Sql.rows(
                          connection,
                          "select * from pg_background_list_v2() as (a int8, b int8, c"
                              + " timestamptz, d oid, e int4, f text, g text, h text, i bool)"))
              .getDetail());
    }
  }

  @Test
  void statistics_count_launches_at_once_and_ends_when_jobs_are_forgotten(TestDatabase database)
      throws SQLException {
    try (Connection connection = database.connect()) {
      V2 done = V2.launch(connection, "select 1");
      V2 failing = V2.launch(connection, "select 1/0");
      Sql.value(connection, "select pg_background_detach(pg_background_launch('select 1'))");
      done.call("wait_v2");
      failing.call("wait_v2");
      String counts =
          "select workers_launched, workers_completed, workers_failed, workers_canceled,"
              + " workers_active, max_workers from pg_background_stats_v2()";
      assertEquals(List.of("3|1|0|0|2|16"), Sql.rows(connection, counts));
      done.result("x int");
      failing.call("detach_v2");
      assertEquals(List.of("3|2|1|0|0|16"), Sql.rows(connection, counts));
      assertNotEquals(
          List.of("0"),
          Sql.rows(connection, "select avg_execution_ms from pg_background_stats_v2()"));
    }
  }
}
