package io.github.pgbackground.it.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
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
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What is left of a job whose worker is killed or cancelled on the server. */
@ExtendWith(PostgresExtension.class)
class WorkerEndTest {
  private final TestDatabase database;
  private Connection connection;
  private Connection administrator;

  WorkerEndTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void connect() throws SQLException {
    connection = database.connect();
    administrator = database.connectPlain();
  }

  @AfterEach
  void close() throws SQLException {
    administrator.close();
    connection.close();
  }

  private void kill(int pid) throws Exception {
    Sql.execute(administrator, "select pg_terminate_backend(" + pid + ")");
    awaitGone(pid);
  }

  private void awaitGone(int pid) throws Exception {
    Await.until(pid + " has ended", () -> count("pid = " + pid) == 0);
  }

  private void awaitIdle(int pid) throws Exception {
    Await.until(
        pid + " has nothing to do",
        () -> count("state = 'idle' and query ilike 'discard all%' and pid = " + pid) == 1);
  }

  private int count(String where) throws SQLException {
    return Integer.parseInt(
        String.valueOf(
            Sql.value(administrator, "select count(*) from pg_stat_activity where " + where)));
  }

  private void assertNextJobRunsElsewhereThan(int pid) throws SQLException {
    assertNextJobRunsElsewhereThan(pid, connection);
  }

  private static void assertNextJobRunsElsewhereThan(int pid, Connection session)
      throws SQLException {
    int next = Sql.launch(session, "select 'next'::text");
    assertNotEquals(pid, next);
    assertEquals(List.of("next"), Sql.result(session, next, "t text"));
  }

  private Elsewhere<List<String>> reading(int pid) throws Exception {
    return Elsewhere.start(() -> Sql.result(connection, pid, "t text")).awaitParked();
  }

  private static ServerErrorMessage assertError(
      String sqlState, String message, SQLException error) {
    assertEquals(sqlState, error.getSQLState());
    ServerErrorMessage sent = ((PSQLException) error).getServerErrorMessage();
    if (sent == null) {
      throw new AssertionError("no error of a server", error);
    }
    assertEquals(message, sent.getMessage());
    return sent;
  }

  @Test
  void a_worker_killed_while_it_runs_gives_the_servers_error() throws Exception {
    try (Gate gate = Gate.in(database)) {
      int pid = Sql.launch(connection, gate.query());
      gate.awaitArrival(pid);
      Elsewhere<List<String>> waiting = reading(pid);
      kill(pid);
      ServerErrorMessage error =
          assertError(
              "57P01", "terminating connection due to administrator command", waiting.error());
      assertEquals("background worker, pid " + pid, error.getWhere());
      assertNextJobRunsElsewhereThan(pid);
    }
  }

  @Test
  void a_worker_killed_before_anybody_waits_gives_the_servers_error_too() throws Exception {
    try (Gate gate = Gate.in(database)) {
      int pid = Sql.launch(connection, gate.query());
      gate.awaitArrival(pid);
      kill(pid);
      Sql.error("57P01", () -> Sql.result(connection, pid, "t text"));
      Sql.error("42704", () -> Sql.result(connection, pid, "t text"));
    }
  }

  @Test
  void the_death_of_a_worker_aborts_the_transaction_of_the_reader() throws Exception {
    try (Gate gate = Gate.in(database)) {
      connection.setAutoCommit(false);
      int pid = Sql.launch(connection, gate.query());
      gate.awaitArrival(pid);
      kill(pid);
      Sql.error("57P01", () -> Sql.result(connection, pid, "t text"));
      Sql.error("25P02", () -> Sql.execute(connection, "select 1"));
      connection.rollback();
    }
  }

  @Test
  void a_worker_killed_while_its_rows_are_read_gives_those_before_then_the_error()
      throws Exception {
    try (Gate gate = Gate.in(database);
        Statement statement = connection.createStatement()) {
      int pid =
          Sql.launch(
              connection,
              "select n::text from generate_series(1, 100000) n union all " + gate.query());
      statement.setFetchSize(100);
      ResultSet rows =
          statement.executeQuery("select * from pg_background_result(" + pid + ") as (t text)");
      assertTrue(rows.next());
      gate.awaitArrival(pid);
      kill(pid);
      SQLException error = null;
      int read = 1;
      try {
        while (rows.next()) {
          read++;
        }
      } catch (SQLException e) {
        error = e;
      }
      assertEquals(100_000, read);
      assertError(
          "57P01",
          "terminating connection due to administrator command",
          error == null ? new SQLException("no error") : error);
      assertNextJobRunsElsewhereThan(pid);
    }
  }

  @Test
  void a_worker_killed_after_its_job_has_ended_leaves_the_result() throws Exception {
    int pid = Sql.launch(connection, "select 'here'::text");
    awaitIdle(pid);
    kill(pid);
    assertEquals(List.of("here"), Sql.result(connection, pid, "t text"));
  }

  @Test
  void a_worker_killed_while_it_has_nothing_to_do_is_not_given_the_next_job() throws Exception {
    for (int i = 0; i < 5; i++) {
      int pid = Sql.launch(connection, "select 'first'::text");
      assertEquals(List.of("first"), Sql.result(connection, pid, "t text"));
      awaitIdle(pid);
      kill(pid);
      assertNextJobRunsElsewhereThan(pid);
    }
  }

  @Test
  void a_cancelled_worker_gives_the_servers_error_and_no_further_job() throws Exception {
    try (Gate gate = Gate.in(database)) {
      int pid = Sql.launch(connection, "create table half (n int); " + gate.query());
      gate.awaitArrival(pid);
      Elsewhere<List<String>> waiting = reading(pid);
      Sql.execute(administrator, "select pg_cancel_backend(" + pid + ")");
      ServerErrorMessage error =
          assertError("57014", "canceling statement due to user request", waiting.error());
      assertEquals("background worker, pid " + pid, error.getWhere());
      awaitGone(pid);
      assertNextJobRunsElsewhereThan(pid);
      assertEquals("f", Sql.value(connection, "select to_regclass('half') is not null"));
    }
  }

  @Test
  void a_job_can_end_its_own_worker() throws Exception {
    int pid = Sql.launch(connection, "select pg_terminate_backend(pg_backend_pid())::text");
    Sql.error("57P01", () -> Sql.result(connection, pid, "t text"));
    assertNextJobRunsElsewhereThan(pid);
  }

  @Test
  void an_interrupt_while_rows_are_read_ends_the_reading_and_not_the_job() throws Exception {
    try (Gate gate = Gate.in(database);
        Statement statement = connection.createStatement()) {
      Sql.execute(connection, "create table done (n int)");
      int pid =
          Sql.launch(
              connection,
              "insert into done values (1); select n::text from generate_series(1, 20000) n"
                  + " union all "
                  + gate.query());
      statement.setFetchSize(100);
      ResultSet rows =
          statement.executeQuery("select * from pg_background_result(" + pid + ") as (t text)");
      gate.awaitArrival(pid);
      Elsewhere<Boolean> reading =
          Elsewhere.start(
              () -> {
                while (rows.next()) {
                  assertTrue(rows.getString(1).length() < 10);
                }
                return true;
              });
      reading.awaitParked().interrupt();
      assertEquals("57014", reading.error().getSQLState());
      gate.open();
      Await.until(
          "the job has committed",
          () -> "1".equals(Sql.value(administrator, "select count(*) from done")));
      Sql.execute(connection, "drop table done");
    }
  }

  @Test
  void an_interrupt_while_a_launch_waits_for_a_worker_ends_the_launch() throws Exception {
    try (Gate gate = Gate.in(database);
        Connection narrow =
            DriverManager.getConnection(
                database.url() + "&pgbackground.maxWorkers=1&pgbackground.launchTimeout=60000")) {
      int first = Sql.launch(narrow, gate.query());
      gate.awaitArrival(first);
      Elsewhere<Integer> launching =
          Elsewhere.start(() -> Sql.launch(narrow, "select 'second'::text")).awaitParked();
      launching.interrupt();
      assertEquals("57014", launching.error().getSQLState());
      gate.open();
      assertEquals(List.of("through"), Sql.result(narrow, first, "t text"));
      int second = Sql.launch(narrow, "select 'second'::text");
      assertEquals(List.of("second"), Sql.result(narrow, second, "t text"));
    }
  }
}
