package io.github.pgbackground.it.serving;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What ends the wait for a job, and what is left then. */
@ExtendWith(PostgresExtension.class)
class WaitTest {
  private final TestDatabase database;
  private Connection connection;
  private Gate gate;
  private int pid;

  WaitTest(TestDatabase database) {
    this.database = database;
  }

  /** A job runs, and does not end before the gate is opened. */
  @BeforeEach
  void launch() throws Exception {
    connection = database.connect();
    gate = Gate.in(database);
    pid = Sql.launch(connection, gate.query());
    gate.awaitArrival(pid);
  }

  @AfterEach
  void close() throws SQLException {
    gate.close();
    connection.close();
  }

  private String query() {
    return "select * from pg_background_result(" + pid + ") as (t text)";
  }

  private Elsewhere<List<String>> waitFor(Statement statement) throws Exception {
    return Elsewhere.start(() -> Sql.rows(statement.executeQuery(query()))).awaitParked();
  }

  /** The wait may be over before anybody has seen that it waits. */
  private SQLException endOfWait(Statement statement) {
    return Elsewhere.start(() -> Sql.rows(statement.executeQuery(query()))).error();
  }

  private void assertJobCanBeRead() throws SQLException {
    gate.open();
    assertEquals(List.of("through"), Sql.result(connection, pid, "t text"));
  }

  private static void assertCancelled(String message, SQLException error) {
    assertEquals("57014", error.getSQLState());
    assertEquals("ERROR: " + message, error.getMessage());
  }

  @Test
  void a_wait_ends_with_its_job() throws Exception {
    try (Statement statement = connection.createStatement()) {
      Elsewhere<List<String>> waiting = waitFor(statement);
      gate.open();
      assertEquals(List.of("through"), waiting.value());
    }
  }

  @Test
  void cancel_ends_a_wait_and_the_job_goes_on() throws Exception {
    try (Statement statement = connection.createStatement()) {
      Elsewhere<List<String>> waiting = waitFor(statement);
      statement.cancel();
      assertCancelled("canceling statement due to user request", waiting.error());
      assertEquals("1", Sql.value(statement.executeQuery("select 1")));
      assertJobCanBeRead();
    }
  }

  @Test
  void a_prepared_wait_can_be_cancelled_and_executed_again() throws Exception {
    try (PreparedStatement statement =
        connection.prepareStatement("select * from pg_background_result(?) as (t text)")) {
      statement.setInt(1, pid);
      for (int i = 0; i < 3; i++) {
        Elsewhere<List<String>> waiting =
            Elsewhere.start(() -> Sql.rows(statement.executeQuery())).awaitParked();
        statement.cancel();
        assertCancelled("canceling statement due to user request", waiting.error());
      }
      gate.open();
      assertEquals(List.of("through"), Sql.rows(statement.executeQuery()));
    }
  }

  @Test
  void a_cancelled_wait_aborts_the_transaction_but_not_the_job() throws Exception {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      Elsewhere<List<String>> waiting = waitFor(statement);
      statement.cancel();
      assertCancelled("canceling statement due to user request", waiting.error());
      Sql.error("25P02", () -> statement.execute("select 1"));
      connection.rollback();
      assertJobCanBeRead();
      connection.rollback();
    }
  }

  @Test
  void a_cancel_before_or_after_hits_nothing() throws Exception {
    try (Statement statement = connection.createStatement()) {
      statement.cancel();
      assertEquals("1", Sql.value(statement.executeQuery("select 1")));
      gate.open();
      assertEquals("through", Sql.value(statement.executeQuery(query())));
      statement.cancel();
      assertEquals("1", Sql.value(statement.executeQuery("select 1")));
    }
  }

  @Test
  void the_query_timeout_ends_a_wait() throws Exception {
    try (Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(1);
      assertCancelled("canceling statement due to user request", endOfWait(statement));
      statement.setQueryTimeout(0);
      gate.open();
      assertEquals("through", Sql.value(statement.executeQuery(query())));
    }
  }

  @Test
  void the_sessions_statement_timeout_ends_a_wait() throws Exception {
    Sql.execute(connection, "set statement_timeout = 100");
    try (Statement statement = connection.createStatement()) {
      assertCancelled("canceling statement due to statement timeout", endOfWait(statement));
      Sql.execute(connection, "reset statement_timeout");
      assertJobCanBeRead();
    }
  }

  @Test
  void the_statement_timeout_of_a_transaction_ends_a_wait() throws Exception {
    connection.setAutoCommit(false);
    Sql.execute(connection, "set local statement_timeout = 100");
    try (Statement statement = connection.createStatement()) {
      assertCancelled("canceling statement due to statement timeout", endOfWait(statement));
      connection.rollback();
      assertJobCanBeRead();
      connection.rollback();
    }
  }

  @Test
  void closing_the_connection_ends_a_wait() throws Exception {
    try (Statement statement = connection.createStatement()) {
      Elsewhere<List<String>> waiting = waitFor(statement);
      connection.close();
      assertEquals("08003", waiting.error().getSQLState());
      assertTrue(connection.isClosed());
    }
  }

  @Test
  void aborting_the_connection_ends_a_wait() throws Exception {
    try (Statement statement = connection.createStatement()) {
      Elsewhere<List<String>> waiting = waitFor(statement);
      connection.abort(Runnable::run);
      assertEquals("08003", waiting.error().getSQLState());
      assertTrue(connection.isClosed());
    }
  }

  @Test
  void closing_the_statement_ends_a_wait() throws Exception {
    Statement statement = connection.createStatement();
    Elsewhere<List<String>> waiting = waitFor(statement);
    statement.close();
    assertEquals("57014", waiting.error().getSQLState());
    assertTrue(statement.isClosed());
    assertJobCanBeRead();
  }

  @Test
  void an_interrupt_ends_a_wait_and_stays_with_the_thread() throws Exception {
    try (Statement statement = connection.createStatement()) {
      Elsewhere<Boolean> waiting =
          Elsewhere.start(
                  () -> {
                    try {
                      statement.executeQuery(query());
                      return false;
                    } catch (SQLException e) {
                      return e.getSQLState().equals("57014")
                          && Thread.currentThread().isInterrupted();
                    }
                  })
              .awaitParked();
      waiting.interrupt();
      assertTrue(waiting.value());
      assertJobCanBeRead();
    }
  }

  @Test
  void the_network_timeout_ends_a_wait_and_the_connection() throws Exception {
    connection.setNetworkTimeout(Runnable::run, 100);
    try (Statement statement = connection.createStatement()) {
      assertEquals("08006", waitFor(statement).error().getSQLState());
      assertTrue(connection.isClosed());
    }
  }

  @Test
  void a_wait_within_a_script_can_be_cancelled_and_undoes_the_script() throws Exception {
    try (Statement statement = connection.createStatement()) {
      Sql.execute(connection, "create table waited (n int)");
      Elsewhere<Boolean> waiting =
          Elsewhere.start(() -> statement.execute("insert into waited values (1); " + query()))
              .awaitParked();
      statement.cancel();
      assertCancelled("canceling statement due to user request", waiting.error());
      assertEquals("0", Sql.value(connection, "select count(*) from waited"));
      Sql.execute(connection, "drop table waited");
      assertJobCanBeRead();
    }
  }

  @Test
  void an_ordinary_statement_within_a_script_can_be_cancelled() throws Exception {
    try (Statement statement = connection.createStatement();
        Connection looking = database.connectPlain()) {
      String sleeping =
          "select count(*) from pg_stat_activity where query like '%pg_sleep(60)' and state ="
              + " 'active' and pid <> pg_backend_pid() and datname = current_database()";
      Elsewhere<Boolean> running =
          Elsewhere.start(
              () -> statement.execute("select pg_background_launch(null); select pg_sleep(60)"));
      Await.until("the server sleeps", () -> "1".equals(Sql.value(looking, sleeping)));
      statement.cancel();
      assertEquals("57014", running.error().getSQLState());
    }
  }

  @Test
  void an_argument_that_takes_long_can_be_cancelled() throws Exception {
    try (Statement statement = connection.createStatement();
        Connection looking = database.connectPlain()) {
      Elsewhere<Boolean> running =
          Elsewhere.start(
              () -> statement.execute("select pg_background_launch('select ' || pg_sleep(60))"));
      String sleeping =
          "select count(*) from pg_stat_activity where wait_event = 'PgSleep' and datname ="
              + " current_database()";
      Await.until("the server sleeps", () -> "1".equals(Sql.value(looking, sleeping)));
      statement.cancel();
      assertEquals("57014", running.error().getSQLState());
    }
  }

  @Test
  void notices_are_seen_while_the_job_runs() throws Exception {
    int telling =
        Sql.launch(
            connection,
            "do 'begin raise notice ''it runs''; raise warning ''slowly''; end'; " + gate.query());
    try (Statement statement = connection.createStatement()) {
      Elsewhere<List<String>> waiting =
          Elsewhere.start(
              () ->
                  Sql.rows(
                      statement.executeQuery(
                          "select * from pg_background_result(" + telling + ") as (t text)")));
      Await.until(
          "both are here",
          () -> Sql.messages(statement.getWarnings()).equals(List.of("it runs", "slowly")));
      gate.open();
      assertEquals(List.of("through"), waiting.value());
      statement.clearWarnings();
      assertEquals(List.of(), Sql.messages(statement.getWarnings()));
      assertFalse(connection.isClosed());
    }
  }

  @Test
  void two_sessions_wait_apart() throws Exception {
    try (Connection other = database.connect();
        Statement statement = connection.createStatement()) {
      Elsewhere<List<String>> waiting = waitFor(statement);
      assertEquals(List.of("1"), Sql.result(other, Sql.launch(other, "select 1"), "n int"));
      assertEquals(
          "PID " + pid + " is not attached to this session",
          Sql.error("42704", () -> Sql.result(other, pid, "t text")).getMessage());
      gate.open();
      assertEquals(List.of("through"), waiting.value());
    }
  }
}
