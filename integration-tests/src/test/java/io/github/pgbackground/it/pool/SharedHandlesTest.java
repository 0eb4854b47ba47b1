package io.github.pgbackground.it.pool;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.functions.V2;
import io.github.pgbackground.it.serving.Await;
import io.github.pgbackground.it.serving.Gate;
import io.github.pgbackground.it.serving.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postgresql.util.ServerErrorMessage;

/** Connections with {@code pgbackground.handleScope=pool}: one launches, another one reads. */
@ExtendWith(PostgresExtension.class)
@Timeout(60)
class SharedHandlesTest {
  private final TestDatabase database;

  SharedHandlesTest(TestDatabase database) {
    this.database = database;
  }

  private Connection sharing() throws SQLException {
    return database.connect(shared());
  }

  private static Properties shared() {
    Properties properties = new Properties();
    properties.setProperty("pgbackground.handleScope", "pool");
    return properties;
  }

  @Test
  void one_connection_launches_and_another_one_reads() throws SQLException {
    try (Connection one = sharing();
        Connection other = sharing()) {
      int pid = Sql.launch(one, "select 6 * 7");
      assertEquals(List.of("42"), Sql.result(other, pid, "n int"));
      assertNotAttached(one, pid);
    }
  }

  @Test
  void another_connection_sees_a_job_waits_for_it_and_stops_it() throws Exception {
    try (Connection one = sharing();
        Connection other = sharing();
        Gate gate = Gate.in(database)) {
      V2 running = V2.launch(one, gate.query());
      V2 known = new V2(other, running.pid(), running.cookie(), running.arguments());
      assertEquals(List.of(running.pid() + "|running"), V2.list(other, "pid, state"));
      assertEquals("f", known.call("wait_v2_timeout", 10));
      known.call("cancel_v2");
      assertEquals("t", known.call("wait_v2_timeout", 10_000));
      assertEquals(List.of(running.pid() + "|canceled"), V2.list(one, "pid, state"));
      known.call("detach_v2");
      assertEquals(List.of(), V2.list(one, "pid"));
    }
  }

  @Test
  void the_cookie_has_to_be_right_on_another_connection_too() throws SQLException {
    try (Connection one = sharing();
        Connection other = sharing()) {
      V2 job = V2.launch(one, "select 1");
      V2 guess = new V2(other, job.pid(), job.cookie() + 1, job.pid() + ", " + (job.cookie() + 1));
      Sql.error("42704", () -> guess.result("n int"));
      assertEquals(List.of("1"), job.result("n int"));
    }
  }

  @Test
  void progress_is_seen_from_another_connection() throws Exception {
    try (Connection one = sharing();
        Connection other = sharing();
        Gate gate = Gate.in(database)) {
      V2 job = V2.launch(one, "select pg_background_progress(50, 'half'); " + gate.query());
      new V2(other, job.pid(), job.cookie(), job.arguments()).awaitProgress("50|half");
      gate.open();
      assertEquals(List.of("through"), job.result("t text"));
    }
  }

  @Test
  void a_connection_that_does_not_share_neither_gives_nor_takes() throws SQLException {
    try (Connection sharing = sharing();
        Connection alone = database.connect();
        Gate gate = Gate.in(database)) {
      int shared = Sql.launch(sharing, gate.query());
      int own = Sql.launch(alone, "select 2");
      assertNotAttached(alone, shared);
      assertNotAttached(sharing, own);
      assertEquals(List.of("2"), Sql.result(alone, own, "n int"));
      gate.open();
      assertEquals(List.of("through"), Sql.result(sharing, shared, "t text"));
    }
  }

  @Test
  void who_logs_in_as_another_user_does_not_share() throws SQLException {
    try (Connection one = sharing()) {
      Sql.execute(one, "create role neighbour login superuser");
      Properties others = shared();
      others.setProperty("user", "neighbour");
      String url = database.url().replaceFirst("([?&])user=[^&]*", "$1user=neighbour");
      try (Connection other = new io.github.pgbackground.BackgroundDriver().connect(url, others)) {
        int pid = Sql.launch(one, "select 1");
        assertNotAttached(other, pid);
        assertEquals(List.of("1"), Sql.result(one, pid, "n int"));
      } finally {
        Sql.execute(one, "drop role neighbour");
      }
    }
  }

  @Test
  void handles_stay_when_the_connection_that_launched_is_closed() throws SQLException {
    try (Connection other = sharing()) {
      int pid;
      try (Connection one = sharing()) {
        pid = Sql.launch(one, "select 'stayed'");
      }
      assertEquals(List.of("stayed"), Sql.result(other, pid, "t text"));
    }
  }

  @Test
  void handles_end_with_the_last_connection_and_jobs_go_on() throws Exception {
    try (Connection plain = database.connectPlain();
        Gate gate = Gate.in(database)) {
      Sql.execute(plain, "create table gone_on (t text)");
      int pid;
      try (Connection last = sharing()) {
        try (Connection one = sharing()) {
          pid = Sql.launch(one, "insert into gone_on " + gate.query());
        }
        assertEquals(List.of(pid + "|running"), V2.list(last, "pid, state"));
        gate.awaitArrival(pid);
        last.close();
        last.close();
      }
      try (Connection later = sharing()) {
        assertNotAttached(later, pid);
        gate.open();
        Await.until(
            "the job has gone on",
            () -> "1".equals(Sql.value(plain, "select count(*) from gone_on")));
      }
    }
  }

  @Test
  void a_role_needs_the_rights_of_who_has_launched() throws SQLException {
    try (Connection one = sharing();
        Connection other = sharing()) {
      Sql.execute(one, "create role poor; create role rich; grant poor to rich");
      try {
        // However much each of the two has run when it launches and when it reads.
        for (int before = 0; before < 4; before++) {
          Sql.execute(one, "set role rich");
          int pid = Sql.launch(one, "select 1");
          Sql.execute(other, "set role poor");
          for (int touch = 0; touch <= before; touch++) {
            Sql.execute(other, "select 1");
            ServerErrorMessage refused = Sql.error("42501", () -> Sql.result(other, pid, "n int"));
            assertEquals(
                "permission denied for background worker with PID \"" + pid + "\"",
                refused.getMessage());
          }
          assertEquals(List.of(), V2.list(other, "pid"));
          Sql.execute(other, "set role rich");
          assertEquals(List.of("1"), Sql.result(other, pid, "n int"));
        }
        Sql.execute(one, "set role poor");
        int pid = Sql.launch(one, "select 2");
        assertEquals(List.of("2"), Sql.result(other, pid, "n int"));
      } finally {
        Sql.execute(other, "reset role");
        Sql.execute(one, "reset role; drop role poor; drop role rich");
      }
    }
  }

  @Test
  void the_rights_are_asked_for_in_a_session_that_has_run_nothing() throws SQLException {
    try (Connection one = sharing()) {
      Sql.execute(one, "create role poor");
      Properties poor = shared();
      poor.setProperty("options", "-c role=poor");
      try (Connection other = database.connect(poor)) {
        int pid = Sql.launch(one, "select 1");
        Sql.error("42501", () -> Sql.result(other, pid, "n int"));
        assertEquals(List.of("1"), Sql.result(one, pid, "n int"));
      } finally {
        Sql.execute(one, "drop role poor");
      }
    }
  }

  @Test
  void max_workers_counts_the_handles_of_all() throws SQLException {
    try (Connection one = sharing();
        Connection other = sharing()) {
      Sql.execute(other, "set pg_background.max_workers = 2");
      int first = Sql.launch(one, "select 1");
      int second = Sql.launch(other, "select 2");
      ServerErrorMessage full = Sql.error("53400", () -> Sql.launch(other, "select 3"));
      assertEquals(
          "Current limit is 2 concurrent workers for all sessions that share their handles.",
          full.getDetail());
      assertEquals(List.of("1"), Sql.result(other, first, "n int"));
      int third = Sql.launch(other, "select 3");
      assertEquals(List.of("2"), Sql.result(one, second, "n int"));
      assertEquals(List.of("3"), Sql.result(one, third, "n int"));
    }
  }

  @Test
  void the_statistics_are_those_of_all() throws SQLException {
    try (Connection one = sharing();
        Connection other = sharing()) {
      String names =
          "select workers_launched || ' ' || workers_completed || ' ' || workers_active"
              + " from pg_background_stats_v2()";
      Sql.result(other, Sql.launch(one, "select 1"), "n int");
      int unread = Sql.launch(other, "select 2");
      assertEquals("2 1 1", Sql.value(one, names));
      assertEquals(List.of("2"), Sql.result(one, unread, "n int"));
      assertEquals("2 2 0", Sql.value(other, names));
    }
  }

  @Test
  void a_worker_whose_handle_is_unread_gives_no_other_connection_its_pid() throws Exception {
    try (Connection one = sharing();
        Connection other = sharing()) {
      V2 unread = V2.launch(one, "select 1");
      unread.call("wait_v2");
      int next = Sql.launch(other, "select 2");
      assertNotEquals(unread.pid(), next);
      assertEquals(List.of("2"), Sql.result(one, next, "n int"));
      assertEquals(List.of("1"), unread.result("n int"));
    }
  }

  @Test
  void a_block_on_the_server_launches_and_another_one_reads() throws SQLException {
    try (Connection one = sharing();
        Connection other = sharing()) {
      Sql.execute(one, "create table kept (pid int, t text)");
      Sql.execute(
          one,
          "do $$ begin insert into kept (pid) values (pg_background_launch('select 6 * 7')); end $$");
      Sql.execute(
          other,
          """
          do $$ declare n int; begin
            select r.n into n from kept, pg_background_result(kept.pid) as r(n int);
            update kept set t = 'read ' || n;
          end $$
          """);
      assertEquals("read 42", Sql.value(one, "select t from kept"));
      Sql.execute(
          one, "do $$ begin update kept set pid = pg_background_launch('select 1'); end $$");
      int pid = Integer.parseInt(String.valueOf(Sql.value(other, "select pid from kept")));
      assertEquals(List.of("1"), Sql.result(other, pid, "n int"));
    }
  }

  @Test
  void a_stored_function_reads_what_another_connection_has_launched() throws SQLException {
    try (Connection one = sharing();
        Connection other = sharing()) {
      Sql.execute(one, "create extension pg_background");
      try {
        Sql.execute(
            one,
            "create function collect(pid int) returns int language sql as"
                + " 'select n from pg_background_result(pid) as (n int)'");
        int pid = Sql.launch(one, "select 6 * 7");
        assertEquals("42", Sql.value(other, "select collect(" + pid + ")"));
        Sql.error("42704", () -> Sql.value(one, "select collect(" + pid + ")"));
      } finally {
        Sql.execute(one, "drop function collect(int)");
        Sql.execute(one, "drop extension pg_background");
      }
    }
  }

  @Test
  void a_job_shares_with_nobody_what_it_launches_itself() throws Exception {
    try (Connection one = sharing();
        Connection other = sharing();
        Gate gate = Gate.in(database)) {
      V2 job = V2.launch(one, "select pg_background_launch('select 1'); " + gate.query());
      gate.awaitArrival(job.pid());
      assertEquals(List.of(String.valueOf(job.pid())), V2.list(other, "pid"));
      gate.open();
      assertEquals(List.of("through"), job.result("t text"));
    }
  }

  @Test
  void who_waits_for_another_connections_job_that_waits_for_him_is_told_so() throws Exception {
    try (Connection one = sharing();
        Connection other = sharing()) {
      Sql.execute(one, "create table locked ()");
      other.setAutoCommit(false);
      Sql.execute(other, "lock table locked");
      int pid = Sql.launch(one, "select count(*) from locked");
      Sql.error("40P01", () -> Sql.result(other, pid, "n bigint"));
      other.rollback();
    }
  }

  @Test
  void a_launch_that_ends_with_its_connection_keeps_no_place() throws Exception {
    Properties oneWorker = shared();
    oneWorker.setProperty("pgbackground.maxWorkers", "1");
    oneWorker.setProperty("options", "-c pg_background.max_workers=2");
    try (Connection one = database.connect(oneWorker);
        Connection other = database.connect(oneWorker);
        Gate gate = Gate.in(database)) {
      int first = Sql.launch(one, gate.query());
      gate.awaitArrival(first);
      FutureTask<String> launching =
          new FutureTask<>(
              () ->
                  assertThrows(SQLException.class, () -> Sql.launch(other, "select 1"))
                      .getSQLState());
      Thread thread = new Thread(launching, "launching");
      thread.start();
      Await.until("it waits", () -> thread.getState() == Thread.State.TIMED_WAITING);
      Sql.error("53400", () -> Sql.launch(one, "select 0"));
      other.close();
      assertEquals("08003", launching.get(20, SECONDS));
      gate.open();
      assertEquals(List.of("through"), Sql.result(one, first, "t text"));
      List<Integer> pids = List.of(Sql.launch(one, "select 1"), Sql.launch(one, "select 2"));
      assertEquals(List.of("1"), Sql.result(one, pids.get(0), "n int"));
      assertEquals(List.of("2"), Sql.result(one, pids.get(1), "n int"));
    }
  }

  private static void assertNotAttached(Connection connection, int pid) {
    assertEquals(
        "PID " + pid + " is not attached to this session",
        Sql.error("42704", () -> Sql.result(connection, pid, "n int")).getMessage());
  }
}
