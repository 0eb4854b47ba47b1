package io.github.pgbackground.it.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pgbackground.it.server.RestartingServer;
import io.github.pgbackground.it.serving.Await;
import io.github.pgbackground.it.serving.Elsewhere;
import io.github.pgbackground.it.serving.Sql;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that is restarted, or crashes, under its sessions and workers. */
class ServerRestartTest {
  @TempDir private static Path directory;
  private static RestartingServer server;

  private Connection connection;
  private int running;

  @BeforeAll
  static void start() throws Exception {
    server = RestartingServer.start(directory.resolve("data"));
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  /** One job runs, another has ended. */
  @BeforeEach
  void launch() throws Exception {
    connection = connect();
    running = Sql.launch(connection, "select pg_sleep(600)::text");
    int ended = Sql.launch(connection, "select 'here'::text");
    awaitActivity("wait_event = 'PgSleep'", running);
    awaitActivity("state = 'idle'", ended);
  }

  private void awaitActivity(String activity, int pid) throws Exception {
    String query = "select count(*) from pg_stat_activity where " + activity + " and pid = " + pid;
    Await.until(activity, () -> "1".equals(Sql.value(connection, query)));
  }

  @AfterEach
  void nothingIsLeft() throws Exception {
    connection.close();
    Await.until(
        "no thread is left",
        () ->
            Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("pgbackground")));
  }

  private static Connection connect() throws SQLException {
    return DriverManager.getConnection(server.url());
  }

  private Elsewhere<List<String>> reading() throws Exception {
    return Elsewhere.start(() -> Sql.result(connection, running, "t text")).awaitParked();
  }

  /** The session before it still holds the pool with the workers that there were. */
  private static void assertWorkersComeAnew() throws SQLException {
    try (Connection other = connect()) {
      for (int i = 0; i < 3; i++) {
        int pid = Sql.launch(other, "select 'again'::text");
        assertEquals(List.of("again"), Sql.result(other, pid, "t text"));
      }
    }
  }

  @Test
  void a_restart_ends_a_wait_as_the_server_says() throws Exception {
    Elsewhere<List<String>> waiting = reading();
    server.restart();
    assertEquals("57P01", waiting.error().getSQLState());
    assertWorkersComeAnew();
  }

  @Test
  void calls_that_only_the_server_sees_are_answered_again_after_a_restart() throws Exception {
    String call =
        "do $$ begin perform pg_background_detach(pg_background_launch('select 1')); end $$";
    try (Connection other = connect()) {
      Sql.execute(other, call);
      Elsewhere<Boolean> waiting =
          Elsewhere.start(
              () -> {
                Sql.execute(
                    other,
                    "do $$ begin perform x from pg_background_result(pg_background_launch("
                        + "'select pg_sleep(600)::text')) as (x text); end $$");
                return true;
              });
      Await.until(
          "its job runs",
          () ->
              "2"
                  .equals(
                      Sql.value(
                          connection,
                          "select count(*) from pg_stat_activity where wait_event = 'PgSleep'")));
      server.restart();
      // Its own process is told to end, or before that the process it waits for has ended, or was
      // gone when the second of the two calls came.
      String sqlState = waiting.error().getSQLState();
      assertTrue(Set.of("57P01", "08006", "0A000").contains(sqlState), sqlState);
    }
    try (Connection again = connect()) {
      Sql.execute(again, call);
      Sql.execute(again, call);
      assertEquals("0", Sql.value(again, "select count(*) from pg_largeobject_metadata"));
    }
  }

  @Test
  void a_job_in_line_runs_when_the_server_is_back() throws Exception {
    assertRunsInLine(busy -> server.restart());
  }

  @Test
  void a_job_in_line_runs_when_the_server_has_recovered_from_a_crash() throws Exception {
    assertRunsInLine(busy -> server.crash(busy));
  }

  /** What happens to the server while its only worker is busy. */
  private interface End {
    void come(int busy) throws Exception;
  }

  private void assertRunsInLine(End end) throws Exception {
    String queueing =
        "&pgbackground.overflow=queue&pgbackground.maxWorkers=1&pgbackground.launchTimeout=60000";
    try (Connection session = DriverManager.getConnection(server.url() + queueing)) {
      Sql.execute(session, "create table in_line (n int)");
      // This server does not wait for its disk, and would lose the table in a crash.
      Sql.execute(session, "checkpoint");
      int before = Sql.launch(session, "select pg_sleep(600)::text");
      awaitActivity("wait_event = 'PgSleep'", before);
      Sql.launch(session, "insert into in_line values (1)");
      end.come(before);
      Await.until("the server is back", ServerRestartTest::accepts);
      try (Connection again = connect()) {
        Await.until(
            "it has run", () -> "1".equals(Sql.value(again, "select count(*) from in_line")));
        Sql.execute(again, "drop table in_line");
      }
    }
  }

  @Test
  void a_crash_ends_a_wait() throws Exception {
    Elsewhere<List<String>> waiting = reading();
    server.crash(running);
    // The worker is lost at once; its session is told to end by the server right after.
    SQLException lost = waiting.error();
    if (!"57P02".equals(lost.getSQLState())) {
      assertEquals("08006", lost.getSQLState());
      assertEquals(
          "ERROR: lost connection to worker process with PID " + running, lost.getMessage());
    }
    Await.until("the server is back", ServerRestartTest::accepts);
    assertWorkersComeAnew();
  }

  private static boolean accepts() {
    try (Connection there = connect()) {
      return there.isValid(30);
    } catch (SQLException e) {
      return false;
    }
  }
}
