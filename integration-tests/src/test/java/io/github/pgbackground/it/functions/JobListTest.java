package io.github.pgbackground.it.functions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.serving.Gate;
import io.github.pgbackground.it.serving.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the list and the statistics say of a session's jobs. */
@ExtendWith(PostgresExtension.class)
class JobListTest {
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
