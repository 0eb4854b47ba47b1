package io.github.pgbackground.it.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.serving.Await;
import io.github.pgbackground.it.serving.Elsewhere;
import io.github.pgbackground.it.serving.Gate;
import io.github.pgbackground.it.serving.Sql;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What becomes of a session's waits when the session ends, and of its jobs. */
@ExtendWith(PostgresExtension.class)
class SessionEndTest {
  private final TestDatabase database;
  private Connection here;
  private Proxy proxy;
  private Connection session;
  private Gate gate;
  private int pid;

  SessionEndTest(TestDatabase database) {
    this.database = database;
  }

  /** A job of a session behind the proxy runs until the gate is open; its worker is there too. */
  @BeforeEach
  void launch() throws Exception {
    here = database.connectPlain();
    Sql.execute(here, "create table t (n int)");
    proxy = Proxy.to(database);
    session = DriverManager.getConnection(proxy.through(database.url()));
    gate = Gate.in(database);
    pid = Sql.launch(session, "insert into t select 1 from (" + gate.query() + ") g returning n");
    gate.awaitArrival(pid);
  }

  @AfterEach
  void end() throws Exception {
    gate.close();
    session.close();
    proxy.close();
    Await.until("the workers have ended", () -> others() == 0);
    Sql.execute(here, "drop table t");
    here.close();
  }

  private int others() throws SQLException {
    return Integer.parseInt(
        String.valueOf(
            Sql.value(
                here,
                "select count(*) from pg_stat_activity where datname = current_database()"
                    + " and backend_type = 'client backend' and pid <> pg_backend_pid()")));
  }

  private Elsewhere<List<String>> awaitResult() throws Exception {
    return Elsewhere.start(() -> Sql.result(session, pid, "n int")).awaitParked();
  }

  private int ownPid() throws SQLException {
    return Integer.parseInt(String.valueOf(Sql.value(session, "select pg_backend_pid()")));
  }

  /** The job goes on although its session is gone. */
  private void assertJobGoesOn() throws Exception {
    gate.open();
    Await.until("the job is done", () -> "1".equals(Sql.value(here, "select count(*) from t")));
  }

  private void kill(int process) throws SQLException {
    Sql.execute(here, "select pg_terminate_backend(" + process + ")");
  }

  @Test
  void a_session_that_is_killed_ends_the_wait_with_the_servers_words() throws Exception {
    int own = ownPid();
    Elsewhere<List<String>> waiting = awaitResult();
    kill(own);
    SQLException error = waiting.error();
    assertEquals("57P01", error.getSQLState());
    assertEquals("FATAL: terminating connection due to administrator command", error.getMessage());
    assertTrue(session.isClosed());
    assertJobGoesOn();
  }

  @Test
  void a_session_that_is_killed_in_a_transaction_ends_the_wait_too() throws Exception {
    session.setAutoCommit(false);
    int own = ownPid();
    Elsewhere<List<String>> waiting = awaitResult();
    kill(own);
    assertEquals("57P01", waiting.error().getSQLState());
    assertJobGoesOn();
  }

  @Test
  void a_connection_that_is_reset_ends_the_wait() throws Exception {
    ProxyConnection own = proxy.of(ownPid(), here);
    Elsewhere<List<String>> waiting = awaitResult();
    own.reset();
    assertEquals("08006", waiting.error().getSQLState());
    assertTrue(session.isClosed());
    assertJobGoesOn();
  }

  @Test
  void a_connection_that_ends_without_a_word_ends_the_wait() throws Exception {
    ProxyConnection own = proxy.of(ownPid(), here);
    Elsewhere<List<String>> waiting = awaitResult();
    own.end();
    assertEquals("08006", waiting.error().getSQLState());
    assertTrue(session.isClosed());
    assertJobGoesOn();
  }

  @Test
  void a_launch_that_waits_for_a_worker_ends_with_its_session() throws Exception {
    session.close();
    session =
        DriverManager.getConnection(
            proxy.through(database.url())
                + "&pgbackground.maxWorkers=1&pgbackground.launchTimeout=60000");
    int own = ownPid();
    Sql.launch(session, gate.query());
    Elsewhere<Integer> launching =
        Elsewhere.start(() -> Sql.launch(session, "select 1")).awaitParked();
    kill(own);
    assertEquals("57P01", launching.error().getSQLState());
    assertJobGoesOn();
  }

  @Test
  void rows_that_are_read_as_they_come_end_with_their_session() throws Exception {
    int own = ownPid();
    int rows =
        Sql.launch(
            session,
            "select n from generate_series(1, 5000) n union all select 0 from ("
                + gate.query()
                + ") g");
    session.setAutoCommit(false);
    try (Statement statement = session.createStatement()) {
      statement.setFetchSize(100);
      ResultSet result =
          statement.executeQuery("select * from pg_background_result(" + rows + ") as (n int)");
      assertTrue(result.next());
      Elsewhere<Integer> reading =
          Elsewhere.start(
                  () -> {
                    int read = 1;
                    while (result.next()) {
                      read++;
                    }
                    return read;
                  })
              .awaitParked();
      kill(own);
      assertEquals("57P01", reading.error().getSQLState());
    }
    assertJobGoesOn();
  }

  @Test
  void a_session_that_hears_nothing_any_more_can_be_cancelled_and_closed() throws Exception {
    session.setAutoCommit(false);
    Sql.execute(session, "set idle_in_transaction_session_timeout = '2s'");
    ProxyConnection own = proxy.of(ownPid(), here);
    try (Statement statement = session.createStatement()) {
      Elsewhere<Boolean> waiting =
          Elsewhere.start(
                  () ->
                      statement.execute(
                          "select * from pg_background_result(" + pid + ") as (n int)"))
              .awaitParked();
      own.silence();
      long heard = own.bytesToServer();
      Await.until("the session is to be kept alive", () -> own.bytesToServer() > heard);
      statement.cancel();
      assertEquals("57014", waiting.error().getSQLState());
    }
    session.close();
    assertJobGoesOn();
  }

  @Test
  void a_session_that_hears_nothing_any_more_can_be_aborted() throws Exception {
    ProxyConnection own = proxy.of(ownPid(), here);
    Elsewhere<List<String>> waiting = awaitResult();
    own.silence();
    session.abort(Runnable::run);
    assertTrue(waiting.error().getSQLState().startsWith("08"));
    assertJobGoesOn();
  }

  @Test
  void a_session_that_is_closed_meanwhile_leaves_its_job_alone() throws Exception {
    Elsewhere<List<String>> waiting = awaitResult();
    session.close();
    assertEquals("08003", waiting.error().getSQLState());
    assertJobGoesOn();
  }

  @Test
  void an_interrupted_wait_leaves_the_session_and_the_handle_good() throws Exception {
    Elsewhere<List<String>> waiting = awaitResult();
    waiting.interrupt();
    assertEquals("57014", waiting.error().getSQLState());
    assertFalse(session.isClosed());
    gate.open();
    assertEquals(List.of("1"), Sql.result(session, pid, "n int"));
  }

  @Test
  void the_servers_idle_timeouts_do_not_kill_who_waits() throws Exception {
    session.setAutoCommit(false);
    Sql.execute(session, "set idle_in_transaction_session_timeout = '2s'");
    Elsewhere<List<String>> waiting = awaitResult();
    awaitEndOfIdleSessions("begin; set idle_in_transaction_session_timeout = '2s'");
    gate.open();
    assertEquals(List.of("1"), waiting.value());
    session.commit();
    session.setAutoCommit(true);
  }

  @Test
  void the_servers_idle_timeout_outside_of_transactions_does_not_either() throws Exception {
    Sql.execute(session, "set idle_session_timeout = '2s'");
    Elsewhere<List<String>> waiting = awaitResult();
    awaitEndOfIdleSessions("set idle_session_timeout = '2s'");
    gate.open();
    assertEquals(List.of("1"), waiting.value());
    Sql.execute(session, "set idle_session_timeout = 0");
  }

  /** Some sessions, one after the other, that do nothing until the server has ended them. */
  private void awaitEndOfIdleSessions(String begin) throws Exception {
    for (int i = 0; i < 2; i++) {
      try (Connection idle = database.connectPlain()) {
        String there =
            "select count(*) from pg_stat_activity where pid = "
                + Sql.value(idle, "select pg_backend_pid()");
        Sql.execute(idle, begin);
        Await.until("the server has ended the session", () -> "0".equals(Sql.value(here, there)));
      }
    }
  }

  @Test
  void the_commit_of_several_statements_can_be_cancelled() throws Exception {
    Sql.execute(
        here,
        "create table d (n int); create function slow() returns trigger language plpgsql as"
            + " 'begin perform pg_sleep(600); return null; end';"
            + " create constraint trigger slow after insert on d deferrable initially deferred"
            + " for each row execute function slow()");
    try (Statement statement = session.createStatement()) {
      Elsewhere<Boolean> committing =
          Elsewhere.start(
              () ->
                  statement.execute(
                      "insert into d values (1);"
                          + " select * from pg_background_result(pg_background_launch('select 1'))"
                          + " as (n int)"));
      Await.until(
          "the commit runs",
          () ->
              "1"
                  .equals(
                      Sql.value(
                          here,
                          "select count(*) from pg_stat_activity where wait_event = 'PgSleep'"
                              + " and query = 'COMMIT' and datname = current_database()")));
      statement.cancel();
      assertEquals("57014", committing.error().getSQLState());
    }
    assertEquals("0", Sql.value(session, "select count(*) from d"));
    Sql.execute(session, "drop table d; drop function slow");
  }
}
