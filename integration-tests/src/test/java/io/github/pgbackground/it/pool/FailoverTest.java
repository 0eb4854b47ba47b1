package io.github.pgbackground.it.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.pgbackground.WorkerPoolMXBean;
import io.github.pgbackground.it.operations.Beans;
import io.github.pgbackground.it.server.PrimaryAndStandby;
import io.github.pgbackground.it.serving.Await;
import io.github.pgbackground.it.serving.Elsewhere;
import io.github.pgbackground.it.serving.Sql;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions choose among a primary and its standby, and their workers go with them. */
class FailoverTest {
  private static final String WHERE =
      "select pg_is_in_recovery() || ' ' || current_setting('port')";

  @TempDir private Path directory;

  @AfterEach
  void nothingIsLeft() throws Exception {
    Await.until(
        "no thread is left",
        () ->
            Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("pgbackground")));
  }

  private static Connection connect(String url) throws SQLException {
    return DriverManager.getConnection(url);
  }

  private static List<String> job(Connection session, String sql) throws SQLException {
    return Sql.result(session, Sql.launch(session, sql), "t text");
  }

  @Test
  void workers_go_to_the_primary_or_the_standby_and_follow_a_failover() throws Exception {
    try (PrimaryAndStandby servers = PrimaryAndStandby.start(directory)) {
      Connection primary = connect(servers.url("primary"));
      Sql.execute(primary, "create table t (n int)");
      assertEquals(List.of("false " + servers.primaryPort()), job(primary, WHERE));
      assertEquals(List.of("INSERT 0 1"), job(primary, "insert into t values (1)"));

      Connection standby = connect(servers.url("secondary"));
      assertEquals(List.of("true " + servers.standbyPort()), job(standby, WHERE));
      String committed = Sql.value(primary, "select pg_current_wal_insert_lsn()");
      String replayed = "select (pg_last_wal_replay_lsn() >= '" + committed + "')::text";
      Await.until(
          "the standby has replayed it", () -> List.of("true").equals(job(standby, replayed)));
      assertEquals(List.of("1"), job(standby, "select n::text from t"));
      Sql.error("25006", () -> job(standby, "insert into t values (2)"));

      int running = Sql.launch(primary, "select pg_sleep(600)::text");
      Elsewhere<List<String>> waiting =
          Elsewhere.start(() -> Sql.result(primary, running, "t text")).awaitParked();
      servers.endPrimary();
      assertEquals("57P01", waiting.error().getSQLState());
      assertEquals("t", Sql.value(standby, "select pg_promote()"));

      try (Connection next = connect(servers.url("primary"))) {
        assertEquals(List.of("false " + servers.standbyPort()), job(next, WHERE));
        assertEquals(List.of("INSERT 0 1"), job(next, "insert into t values (3)"));
        assertEquals("4", Sql.value(next, "select sum(n) from t"));
      }
      assertEquals(List.of("INSERT 0 1"), job(standby, "insert into t values (4)"));
      standby.close();
      primary.close();
    }
  }

  /** Nobody is left to read it: its session was on the same server. */
  @Test
  void a_job_in_line_fails_when_its_primary_has_not_come_back_in_time() throws Exception {
    String oneWorker =
        "&pgbackground.overflow=queue&pgbackground.maxWorkers=1&pgbackground.launchTimeout=5000"
            + "&pgbackground.registerMbeans=true";
    try (PrimaryAndStandby servers = PrimaryAndStandby.start(directory);
        Connection standby = connect(servers.url("secondary"));
        Connection primary = connect(servers.url("primary") + oneWorker)) {
      Sql.execute(primary, "create table t (n int)");
      Sql.launch(primary, "select pg_sleep(600)::text");
      int inLine = Sql.launch(primary, "insert into t values (1)");
      WorkerPoolMXBean pool = Beans.of(servers.primaryPort());
      assertEquals(1, pool.getQueued());
      Elsewhere<List<String>> waiting =
          Elsewhere.start(() -> Sql.result(primary, inLine, "t text")).awaitParked();

      servers.endPrimary();
      assertEquals("57P01", waiting.error().getSQLState());
      assertEquals("t", Sql.value(standby, "select pg_promote()"));
      Await.until("both jobs have failed", () -> pool.getFailed() == 2);
      Await.until("none waits in line", () -> pool.getQueued() == 0);
      try (Connection next = connect(servers.url("primary") + oneWorker)) {
        assertEquals(List.of("INSERT 0 1"), job(next, "insert into t values (2)"));
        assertEquals("2", Sql.value(next, "select sum(n) from t"));
      }
    }
  }

  /** An answer is written, which a standby refuses; the driver's own calls need none. */
  @Test
  void calls_that_only_the_server_sees_fail_on_a_standby_and_leave_the_session_as_it_was()
      throws Exception {
    String block = "do $$ begin perform pg_background_launch('select 1'); end $$";
    try (PrimaryAndStandby servers = PrimaryAndStandby.start(directory);
        Connection primary = connect(servers.url("primary"));
        Connection standby = connect(servers.url("secondary"))) {
      Sql.error("25006", () -> Sql.execute(standby, block));
      Sql.execute(primary, "create extension pg_background");
      Await.until(
          "the standby has the functions",
          () ->
              "1"
                  .equals(
                      Sql.value(
                          standby,
                          "select count(*) from pg_namespace where nspname ="
                              + " 'pgbackground_bridge'")));
      try (Connection next = connect(servers.url("secondary"))) {
        for (int i = 0; i < 2; i++) {
          Sql.error("25006", () -> Sql.execute(next, block));
          assertEquals(List.of("true " + servers.standbyPort()), job(next, WHERE));
        }
      }
    }
  }
}
