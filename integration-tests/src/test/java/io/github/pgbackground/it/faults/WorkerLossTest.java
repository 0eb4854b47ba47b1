package io.github.pgbackground.it.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.serving.Await;
import io.github.pgbackground.it.serving.Elsewhere;
import io.github.pgbackground.it.serving.Gate;
import io.github.pgbackground.it.serving.Sql;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is left of a job when the way to its worker is cut, or swallows all that is sent. */
@ExtendWith(PostgresExtension.class)
class WorkerLossTest {
  private final TestDatabase database;
  private Proxy proxy;
  private Connection connection;
  private Connection looking;
  private Gate gate;

  WorkerLossTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void connect() throws Exception {
    proxy = Proxy.to(database);
    connection = DriverManager.getConnection(proxy.through(database.url()));
    looking = database.connectPlain();
    gate = Gate.in(database);
  }

  @AfterEach
  void close() throws Exception {
    gate.close();
    connection.close();
    proxy.close();
    looking.close();
  }

  private int launch() throws Exception {
    int pid = Sql.launch(connection, gate.query());
    gate.awaitArrival(pid);
    return pid;
  }

  private static String query(int pid) {
    return "select * from pg_background_result(" + pid + ") as (t text)";
  }

  private Elsewhere<List<String>> reading(int pid) throws Exception {
    return Elsewhere.start(() -> Sql.result(connection, pid, "t text")).awaitParked();
  }

  private void assertLost(int pid, SQLException error) {
    assertEquals("08006", error.getSQLState());
    assertEquals("ERROR: lost connection to worker process with PID " + pid, error.getMessage());
  }

  private void assertNextJobRuns() throws SQLException {
    int next = Sql.launch(connection, "select 'next'::text");
    assertEquals(List.of("next"), Sql.result(connection, next, "t text"));
  }

  @Test
  void a_connection_that_is_reset_is_lost_at_once() throws Exception {
    int pid = launch();
    Elsewhere<List<String>> waiting = reading(pid);
    proxy.of(pid, looking).reset();
    assertLost(pid, waiting.error());
    assertNextJobRuns();
  }

  @Test
  void a_connection_that_is_ended_is_lost_at_once() throws Exception {
    int pid = launch();
    Elsewhere<List<String>> waiting = reading(pid);
    proxy.of(pid, looking).end();
    assertLost(pid, waiting.error());
    assertNextJobRuns();
  }

  /** Only a cut in the first moments after a job is seen no sooner than by the next job. */
  @Test
  void a_connection_that_is_cut_while_nobody_uses_it_takes_no_job() throws Exception {
    for (boolean inGoodOrder : List.of(true, false)) {
      int pid = Sql.launch(connection, "select 'first'::text");
      assertEquals(List.of("first"), Sql.result(connection, pid, "t text"));
      String idleForLong =
          "select count(*) from pg_stat_activity where state = 'idle' and state_change <"
              + " clock_timestamp() - interval '2 s' and pid = "
              + pid;
      Await.until("the worker is idle", () -> "1".equals(Sql.value(looking, idleForLong)));
      if (inGoodOrder) {
        proxy.of(pid, looking).end();
      } else {
        proxy.of(pid, looking).reset();
      }
      assertNextJobRuns();
    }
  }

  /** Then its last words come along with the last of its answer. */
  @Test
  void a_worker_killed_before_the_end_of_its_job_is_known_takes_no_other_job() throws Exception {
    for (String url : List.of(database.url(), database.url() + "&pgbackground.maxWorkers=1")) {
      try (Connection session = DriverManager.getConnection(proxy.through(url))) {
        int pid = Sql.launch(session, gate.query());
        gate.awaitArrival(pid);
        ProxyConnection worker = proxy.of(pid, looking);
        worker.holdWhenReady();
        gate.open();
        String done = "select count(*) from pg_stat_activity where state = 'idle' and pid = " + pid;
        Await.until("it is done", () -> "1".equals(Sql.value(looking, done)));
        Sql.execute(looking, "select pg_terminate_backend(" + pid + ")");
        String process = "select count(*) from pg_stat_activity where pid = " + pid;
        Await.until("it has ended", () -> "0".equals(Sql.value(looking, process)));
        worker.release();
        assertEquals(List.of("through"), Sql.result(session, pid, "t text"));
        int next = Sql.launch(session, "select 'next'::text");
        assertEquals(List.of("next"), Sql.result(session, next, "t text"));
        gate.close();
        gate = Gate.in(database);
      }
    }
  }

  @Test
  void a_wait_for_a_worker_that_is_out_of_reach_can_be_cancelled() throws Exception {
    int pid = launch();
    proxy.of(pid, looking).silence();
    try (Statement statement = connection.createStatement()) {
      Elsewhere<Boolean> waiting =
          Elsewhere.start(() -> statement.execute(query(pid))).awaitParked();
      statement.cancel();
      assertEquals("57014", waiting.error().getSQLState());
    }
    assertNextJobRuns();
    proxy.of(pid, looking).reset();
    assertLost(pid, Elsewhere.start(() -> Sql.result(connection, pid, "t text")).error());
  }

  @Test
  void a_wait_for_a_worker_that_is_out_of_reach_times_out() throws Exception {
    int pid = launch();
    proxy.of(pid, looking).silence();
    Sql.execute(connection, "set statement_timeout = 200");
    Elsewhere<List<String>> reading = Elsewhere.start(() -> Sql.result(connection, pid, "t text"));
    assertEquals("57014", reading.error().getSQLState());
  }

  @Test
  void closing_the_session_ends_the_wait_for_a_worker_that_is_out_of_reach() throws Exception {
    int pid = launch();
    proxy.of(pid, looking).silence();
    Elsewhere<List<String>> waiting = reading(pid);
    connection.close();
    assertEquals("08003", waiting.error().getSQLState());
  }

  @Test
  void a_pool_is_closed_even_if_its_idle_workers_are_out_of_reach() throws Exception {
    int pid = Sql.launch(connection, "select 'first'::text");
    assertEquals(List.of("first"), Sql.result(connection, pid, "t text"));
    proxy.of(pid, looking).silence();
    connection.close();
    awaitNoThreadOfAPool();
    assertTrue(connection.isClosed());
  }

  private static void awaitNoThreadOfAPool() throws Exception {
    Await.until(
        "no thread of a pool is left",
        () ->
            Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("pgbackground-")));
  }

  @Test
  void a_pool_is_closed_even_if_a_worker_is_out_of_reach_when_its_job_has_ended() throws Exception {
    int pid = Sql.launch(connection, gate.query());
    gate.awaitArrival(pid);
    proxy.of(pid, looking).silenceToServer();
    gate.open();
    Sql.result(connection, pid, "t text");
    connection.close();
    awaitNoThreadOfAPool();
  }

  @Test
  void what_a_lost_worker_had_been_given_is_done_all_the_same() throws Exception {
    Sql.execute(connection, "create table done (n int)");
    int pid =
        Sql.launch(
            connection,
            "do 'begin perform 1; end'; insert into done select 1 from ("
                + gate.query()
                + ") as g");
    gate.awaitArrival(pid);
    proxy.of(pid, looking).reset();
    assertLost(pid, Elsewhere.start(() -> Sql.result(connection, pid, "t text")).error());
    gate.open();
    Await.until(
        "the server has committed",
        () -> "1".equals(Sql.value(looking, "select count(*) from done")));
    Sql.execute(connection, "drop table done");
  }
}
