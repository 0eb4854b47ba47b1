package io.github.pgbackground.it.pool;

import static io.github.pgbackground.it.pool.Sharing.assertNotAttached;
import static io.github.pgbackground.it.pool.Sharing.sharing;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.functions.V2;
import io.github.pgbackground.it.serving.Await;
import io.github.pgbackground.it.serving.Gate;
import io.github.pgbackground.it.serving.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Connections with {@code pgbackground.handleScope=pool}: one launches, another one reads. */
@ExtendWith(PostgresExtension.class)
class SharedHandlesTest {
  private final TestDatabase database;

  SharedHandlesTest(TestDatabase database) {
    this.database = database;
  }

  @Test
  void one_connection_launches_and_another_one_reads() throws SQLException {
    try (Connection one = sharing(database);
        Connection other = sharing(database)) {
      int pid = Sql.launch(one, "select 6 * 7");
      assertEquals(List.of("42"), Sql.result(other, pid, "n int"));
      assertNotAttached(one, pid);
    }
  }

  @Test
  void another_connection_sees_a_job_waits_for_it_and_stops_it() throws Exception {
    try (Connection one = sharing(database);
        Connection other = sharing(database);
        Gate gate = Gate.in(database)) {
      V2 running = V2.launch(one, gate.query());
      V2 known = new V2(other, running.pid(), running.cookie(), running.arguments());
      assertEquals(List.of(running.pid() + "|running"), V2.list(other, "pid, state"));
      assertEquals("f", known.call("wait_v2_timeout", 10));
      known.call("cancel_v2");
      assertEquals("t", known.call("wait_v2_timeout", 60_000));
      assertEquals(List.of(running.pid() + "|canceled"), V2.list(one, "pid, state"));
      known.call("detach_v2");
      assertEquals(List.of(), V2.list(one, "pid"));
    }
  }

  @Test
  void the_cookie_has_to_be_right_on_another_connection_too() throws SQLException {
    try (Connection one = sharing(database);
        Connection other = sharing(database)) {
      V2 job = V2.launch(one, "select 1");
      V2 guess = new V2(other, job.pid(), job.cookie() + 1, job.pid() + ", " + (job.cookie() + 1));
      Sql.error("42704", () -> guess.result("n int"));
      assertEquals(List.of("1"), job.result("n int"));
    }
  }

  @Test
  void progress_is_seen_from_another_connection() throws Exception {
    try (Connection one = sharing(database);
        Connection other = sharing(database);
        Gate gate = Gate.in(database)) {
      V2 job = V2.launch(one, "select pg_background_progress(50, 'half'); " + gate.query());
      new V2(other, job.pid(), job.cookie(), job.arguments()).awaitProgress("50|half");
      gate.open();
      assertEquals(List.of("through"), job.result("t text"));
    }
  }

  @Test
  void handles_stay_when_the_connection_that_launched_is_closed() throws SQLException {
    try (Connection other = sharing(database)) {
      int pid;
      try (Connection one = sharing(database)) {
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
      try (Connection last = sharing(database)) {
        try (Connection one = sharing(database)) {
          pid = Sql.launch(one, "insert into gone_on " + gate.query());
        }
        assertEquals(List.of(pid + "|running"), V2.list(last, "pid, state"));
        gate.awaitArrival(pid);
        last.close();
        last.close();
      }
      try (Connection later = sharing(database)) {
        assertNotAttached(later, pid);
        gate.open();
        Await.until(
            "the job has gone on",
            () -> "1".equals(Sql.value(plain, "select count(*) from gone_on")));
      }
    }
  }

  @Test
  void a_block_on_the_server_launches_and_another_one_reads() throws SQLException {
    try (Connection one = sharing(database);
        Connection other = sharing(database)) {
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
    try (Connection one = sharing(database);
        Connection other = sharing(database)) {
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
    try (Connection one = sharing(database);
        Connection other = sharing(database);
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
    try (Connection one = sharing(database);
        Connection other = sharing(database)) {
      Sql.execute(one, "create table locked ()");
      other.setAutoCommit(false);
      Sql.execute(other, "lock table locked");
      int pid = Sql.launch(one, "select count(*) from locked");
      Sql.error("40P01", () -> Sql.result(other, pid, "n bigint"));
      other.rollback();
    }
  }
}
