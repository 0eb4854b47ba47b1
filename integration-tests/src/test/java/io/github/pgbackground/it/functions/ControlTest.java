package io.github.pgbackground.it.functions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.serving.Await;
import io.github.pgbackground.it.serving.Elsewhere;
import io.github.pgbackground.it.serving.Gate;
import io.github.pgbackground.it.serving.Sql;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Waiting for jobs, stopping them, and jobs whose rows nobody wants. */
@ExtendWith(PostgresExtension.class)
class ControlTest {

  @Test
  void waiting_leaves_the_result_and_its_notices_to_the_reader(TestDatabase database)
      throws Exception {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      V2 handle = V2.launch(connection, "do $$begin raise notice 'hello'; end$$; select 7 as x");
      statement.execute("select pg_background_wait_v2(" + handle.arguments() + ")");
      assertNull(statement.getWarnings());
      assertEquals("t", handle.call("wait_v2_timeout", 0));
      statement.execute(
          "select * from pg_background_result_v2(" + handle.arguments() + ") as (x int)");
      assertEquals(List.of("hello"), Sql.messages(statement.getWarnings()));
    }
  }

  @Test
  void a_wait_with_a_bound_says_whether_the_job_has_ended(TestDatabase database) throws Exception {
    try (Connection connection = database.connect();
        Gate gate = Gate.in(database)) {
      V2 handle = V2.launch(connection, gate.query());
      assertEquals("f", handle.call("wait_v2_timeout", 0));
      assertEquals("f", handle.call("wait_v2_timeout", -5));
      assertEquals("f", handle.call("wait_v2_timeout", 20));
      Elsewhere<String> waiting =
          Elsewhere.start(() -> handle.call("wait_v2_timeout", 60_000)).awaitParked();
      gate.open();
      assertEquals("t", waiting.value());
      assertEquals(List.of("through"), handle.result("x text"));
    }
  }

  @Test
  void a_wait_can_be_cancelled_and_the_job_goes_on(TestDatabase database) throws Exception {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        Gate gate = Gate.in(database)) {
      V2 handle = V2.launch(connection, gate.query());
      gate.awaitArrival(handle.pid());
      Elsewhere<Boolean> waiting =
          Elsewhere.start(
                  () ->
                      statement.execute("select pg_background_wait_v2(" + handle.arguments() + ")"))
              .awaitParked();
      statement.cancel();
      assertEquals("57014", waiting.error().getSQLState());
      assertEquals(List.of("running"), V2.list(connection, "state"));
      gate.open();
      assertEquals(List.of("through"), handle.result("x text"));
    }
  }

  @Test
  void a_cancelled_job_ends_at_once_and_leaves_nothing(TestDatabase database) throws Exception {
    try (Connection connection = database.connect();
        Gate gate = Gate.in(database)) {
      Sql.execute(connection, "create table canceled(x int)");
      V2 handle =
          V2.launch(
              connection,
              "insert into canceled values (1); "
                  + gate.query()
                  + "; insert into canceled values (2)");
      gate.awaitArrival(handle.pid());
      handle.call("cancel_v2");
      handle.call("wait_v2");
      assertEquals(List.of("canceled"), V2.list(connection, "state"));
      assertEquals(
          List.of("terminating background worker \"pg_background\" due to administrator command"),
          V2.list(connection, "last_error"));
      Sql.error("57P01", () -> handle.result("x text"));
      assertEquals("0", Sql.value(connection, "select count(*) from canceled"));
    }
  }

  @Test
  void a_cancel_that_comes_too_late_takes_nothing_back(TestDatabase database) throws Exception {
    try (Connection connection = database.connect()) {
      V2 handle = V2.launch(connection, "select 7");
      handle.call("wait_v2");
      handle.call("cancel_v2");
      assertEquals(List.of("stopped"), V2.list(connection, "state"));
      assertEquals(List.of("7"), handle.result("x int"));
      assertEquals(
          List.of("1"),
          Sql.rows(connection, "select workers_canceled from pg_background_stats_v2()"));
    }
  }

  @Test
  void jobs_cancelled_right_after_their_launch_never_commit_nor_hit_the_next(TestDatabase database)
      throws Exception {
    try (Connection connection = database.connect()) {
      Sql.execute(connection, "create table early(x int)");
      for (int i = 0; i < 20; i++) {
        V2 handle = V2.launch(connection, "insert into early values (1); select pg_sleep(60)");
        handle.call("cancel_v2");
        handle.call("wait_v2");
        assertEquals(List.of("canceled"), V2.list(connection, "state"));
        handle.call("detach_v2");
        assertEquals(List.of("7"), V2.launch(connection, "select 7").result("x int"));
      }
      assertEquals("0", Sql.value(connection, "select count(*) from early"));
    }
  }

  @Test
  void grace_ends_with_the_job(TestDatabase database) throws Exception {
    try (Connection connection = database.connect();
        Gate gate = Gate.in(database)) {
      V2 handle = V2.launch(connection, gate.query());
      gate.awaitArrival(handle.pid());
      handle.call("cancel_v2_grace", 3_600_001);
      assertEquals(List.of("canceled"), V2.list(connection, "state"));
      handle.call("detach_v2");
    }
  }

  @Test
  void after_the_grace_the_server_process_ends(TestDatabase database) throws Exception {
    try (Connection connection = database.connect();
        Connection plain = database.connectPlain()) {
      // The handler of the error is a new statement for as long as it likes.
      V2 handle =
          V2.launch(
              connection,
              """
              do $$ begin
                loop
                  begin perform pg_sleep(60); exception when query_canceled then null; end;
                end loop;
              end $$""");
      String sleeping =
          "select count(*) from pg_stat_activity where wait_event = 'PgSleep' and pid = "
              + handle.pid();
      Await.until("the job sleeps", () -> "1".equals(Sql.value(plain, sleeping)));
      handle.call("cancel_v2_grace", 300);
      handle.call("wait_v2");
      assertEquals(List.of("canceled"), V2.list(connection, "state"));
      String there = "select count(*) from pg_stat_activity where pid = " + handle.pid();
      Await.until("its process has ended", () -> "0".equals(Sql.value(plain, there)));
      Sql.error("57P01", () -> handle.result("x text"));
    }
  }

  @Test
  void a_submitted_job_has_no_rows_and_can_be_awaited(TestDatabase database) throws Exception {
    try (Connection connection = database.connect()) {
      V2 handle = V2.submit(connection, "select generate_series(1, 100000)");
      handle.call("wait_v2");
      assertEquals(List.of("stopped"), V2.list(connection, "state"));
      assertEquals(
          "results are disabled for PID " + handle.pid() + " (submitted via submit_v2)",
          Sql.error("0A000", () -> handle.result("x int")).getMessage());
      handle.call("detach_v2");
      V2 failing = V2.submit(connection, "select 1/0");
      failing.call("wait_v2");
      assertEquals(List.of("division by zero"), V2.list(connection, "last_error"));
      failing.call("detach_v2");
      assertEquals(List.of(), V2.list(connection, "pid"));
    }
  }

  @Test
  void a_detached_job_goes_on(TestDatabase database) throws Exception {
    try (Connection connection = database.connect();
        Gate gate = Gate.in(database)) {
      Sql.execute(connection, "create table detached(x int)");
      V2 handle = V2.launch(connection, gate.query() + "; insert into detached values (1)");
      gate.awaitArrival(handle.pid());
      handle.call("detach_v2");
      Sql.error("42704", () -> handle.call("wait_v2"));
      gate.open();
      Await.until(
          "the job has committed",
          () -> "1".equals(Sql.value(connection, "select count(*) from detached")));
    }
  }

  @Test
  void progress_is_seen_while_the_job_runs(TestDatabase database) throws Exception {
    try (Connection connection = database.connect();
        Gate first = Gate.in(database);
        Gate second = Gate.in(database)) {
      V2 handle =
          V2.launch(
              connection,
              "select pg_background_progress(-5, 'Starting');"
                  + first.query()
                  + "; select pg_background_progress(25 * 2, format('%s way', 'Half')) as p; "
                  + second.query()
                  + "; select pg_background_progress(msg => repeat('ä', 60), pct => 400)");
      handle.awaitProgress("0|Starting");
      first.open();
      handle.awaitProgress("50|Half way");
      second.open();
      handle.awaitProgress("100|" + "ä".repeat(31));
      assertEquals(
          "(\"\")",
          Sql.value(connection, "select pg_background_result_v2(" + handle.arguments() + ")"));
    }
  }

  @Test
  void progress_of_a_submitted_job_is_seen_too_and_needs_no_message(TestDatabase database)
      throws Exception {
    try (Connection connection = database.connect();
        Gate gate = Gate.in(database)) {
      V2 handle = V2.submit(connection, "select pg_background_progress(10); " + gate.query());
      handle.awaitProgress("10|");
      gate.open();
      handle.call("wait_v2");
      handle.call("detach_v2");
    }
  }

  @Test
  void progress_takes_its_turn_among_the_statements(TestDatabase database) throws Exception {
    try (Connection connection = database.connect()) {
      V2 handle =
          V2.launch(
              connection,
              "create table steps(x int); select pg_background_progress(10, 'made');"
                  + " insert into steps values (1)");
      assertEquals(List.of("CREATE TABLE", "SELECT 1", "INSERT 0 1"), handle.result("tag text"));
      V2 failing =
          V2.launch(connection, "select pg_background_progress(1, 'a'); select 1 from nosuch");
      assertEquals(
          "select pg_background_progress(1, 'a'); select 1 from ".length() + 1,
          Sql.error("42P01", () -> failing.result("x int")).getPosition());
    }
  }

  @Test
  void nobody_else_can_tell_a_progress(TestDatabase database) throws Exception {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      Sql.error("0A000", () -> statement.execute("select pg_background_progress(1, 'x')"));
      V2 handle = V2.launch(connection, "do $$begin raise info 'mine'; end$$; select 7");
      assertEquals("null|null", handle.progress());
      statement.execute(
          "select * from pg_background_result_v2(" + handle.arguments() + ") as (x int)");
      assertEquals(List.of("mine"), Sql.messages(statement.getWarnings()));
      assertTrue(statement.getResultSet().next());
      assertEquals(7, statement.getResultSet().getInt(1));
    }
  }
}
