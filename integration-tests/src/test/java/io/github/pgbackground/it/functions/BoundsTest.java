package io.github.pgbackground.it.functions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.serving.Elsewhere;
import io.github.pgbackground.it.serving.Gate;
import io.github.pgbackground.it.serving.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the settings of pg_background bound: workers, queues and time. */
@ExtendWith(PostgresExtension.class)
class BoundsTest {
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
  void a_job_whose_reader_has_not_waited_makes_place_for_another(TestDatabase database)
      throws Exception {
    try (Connection connection = database.connect();
        Gate gate = Gate.in(database)) {
      Sql.execute(connection, "set pg_background.max_workers = 2");
      int kept = Sql.launch(connection, "select 'kept'");
      int left = Sql.launch(connection, gate.query());
      Sql.error("53400", () -> Sql.launch(connection, "select 1"));
      endWait(
          connection,
          "select * from pg_background_result(" + left + ") as (t text)",
          Elsewhere::awaitParked);

      int next = Sql.launch(connection, "select 'next'");
      Sql.error("42704", () -> Sql.result(connection, left, "t text"));
      Sql.error("53400", () -> Sql.launch(connection, "select 1"));
      assertEquals(List.of("kept"), Sql.result(connection, kept, "t text"));
      assertEquals(List.of("next"), Sql.result(connection, next, "t text"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select * from pg_background_result(pg_background_launch($job$%s$job$)) as (t text)",
        "select pg_background_result(pg_background_launch($job$%s$job$))",
        "select t from pg_background_result(pg_background_launch($job$%s$job$)) as (t text)"
            + " where t <> ''",
        "do $$ begin perform x from pg_background_result(pg_background_launch($job$%s$job$)) as (x"
            + " text); end $$"
      })
  void no_number_of_waits_that_were_ended_uses_up_the_workers(String form, TestDatabase database)
      throws Exception {
    try (Connection connection = database.connect();
        Gate gate = Gate.in(database)) {
      Sql.execute(connection, "set pg_background.max_workers = 2");
      String sql = String.format(Locale.ROOT, form, gate.query());
      for (int i = 1; i <= 4; i++) {
        int jobs = i;
        endWait(
            connection,
            sql,
            waiting -> {
              gate.awaitArrivals(jobs);
              // A block could be cancelled between its two calls, and its job would have no reader.
              waiting.awaitParkedIn("Functions.result");
            });
      }
      assertTrue(V2.list(connection, "pid").size() <= (form.startsWith("do") ? 2 : 0));
    }
  }

  /** Cancels a statement as soon as it waits. */
  private static void endWait(Connection connection, String sql, Awaiting awaiting)
      throws Exception {
    try (Statement statement = connection.createStatement()) {
      Elsewhere<Boolean> wait = Elsewhere.start(() -> statement.execute(sql));
      awaiting.await(wait);
      statement.cancel();
      assertEquals("57014", wait.error().getSQLState());
    }
  }

  private interface Awaiting {
    void await(Elsewhere<?> wait) throws Exception;
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
