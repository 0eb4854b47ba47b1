package io.github.pgbackground.it.serving;

import static io.github.pgbackground.it.serving.HeldJob.assertCancelled;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import java.sql.Connection;
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
  private HeldJob job;
  private Connection connection;

  WaitTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void launch() throws Exception {
    job = HeldJob.in(database);
    connection = job.connection();
  }

  @AfterEach
  void close() throws SQLException {
    job.close();
  }

  /** The wait may be over before anybody has seen that it waits. */
  private SQLException endOfWait(Statement statement) {
    return Elsewhere.start(() -> Sql.rows(statement.executeQuery(job.reading()))).error();
  }

  @Test
  void a_wait_ends_with_its_job() throws Exception {
    try (Statement statement = connection.createStatement()) {
      Elsewhere<List<String>> waiting = job.waitFor(statement);
      job.letGo();
      assertEquals(List.of("through"), waiting.value());
    }
  }

  @Test
  void the_query_timeout_ends_a_wait() throws Exception {
    try (Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(1);
      assertCancelled("canceling statement due to user request", endOfWait(statement));
      statement.setQueryTimeout(0);
      job.letGo();
      assertEquals("through", Sql.value(statement.executeQuery(job.reading())));
    }
  }

  @Test
  void the_sessions_statement_timeout_ends_a_wait() throws Exception {
    Sql.execute(connection, "set statement_timeout = 500");
    try (Statement statement = connection.createStatement()) {
      assertCancelled("canceling statement due to statement timeout", endOfWait(statement));
      Sql.execute(connection, "reset statement_timeout");
      job.assertCanBeRead();
    }
  }

  @Test
  void the_statement_timeout_of_a_transaction_ends_a_wait() throws Exception {
    connection.setAutoCommit(false);
    Sql.execute(connection, "set local statement_timeout = 500");
    try (Statement statement = connection.createStatement()) {
      assertCancelled("canceling statement due to statement timeout", endOfWait(statement));
      connection.rollback();
      job.assertCanBeRead();
      connection.rollback();
    }
  }

  @Test
  void closing_the_connection_ends_a_wait() throws Exception {
    try (Statement statement = connection.createStatement()) {
      Elsewhere<List<String>> waiting = job.waitFor(statement);
      connection.close();
      assertEquals("08003", waiting.error().getSQLState());
      assertTrue(connection.isClosed());
    }
  }

  @Test
  void aborting_the_connection_ends_a_wait() throws Exception {
    try (Statement statement = connection.createStatement()) {
      Elsewhere<List<String>> waiting = job.waitFor(statement);
      connection.abort(Runnable::run);
      assertEquals("08003", waiting.error().getSQLState());
      assertTrue(connection.isClosed());
    }
  }

  @Test
  void closing_the_statement_ends_a_wait() throws Exception {
    Statement statement = connection.createStatement();
    Elsewhere<List<String>> waiting = job.waitFor(statement);
    statement.close();
    assertEquals("57014", waiting.error().getSQLState());
    assertTrue(statement.isClosed());
    job.assertCanBeRead();
  }

  @Test
  void an_interrupt_ends_a_wait_and_stays_with_the_thread() throws Exception {
    try (Statement statement = connection.createStatement()) {
      Elsewhere<Boolean> waiting =
          Elsewhere.start(
                  () -> {
                    try {
                      statement.executeQuery(job.reading());
                      return false;
                    } catch (SQLException e) {
                      return e.getSQLState().equals("57014")
                          && Thread.currentThread().isInterrupted();
                    }
                  })
              .awaitParked();
      waiting.interrupt();
      assertTrue(waiting.value());
      job.assertCanBeRead();
    }
  }

  @Test
  void the_network_timeout_ends_a_wait_and_the_connection() throws Exception {
    connection.setNetworkTimeout(Runnable::run, 100);
    try (Statement statement = connection.createStatement()) {
      assertEquals("08006", endOfWait(statement).getSQLState());
      assertTrue(connection.isClosed());
    }
  }

  @Test
  void notices_are_seen_while_the_job_runs() throws Exception {
    int telling =
        Sql.launch(
            connection,
            "do 'begin raise notice ''it runs''; raise warning ''slowly''; end'; " + job.text());
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
      job.letGo();
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
      Elsewhere<List<String>> waiting = job.waitFor(statement);
      assertEquals(List.of("1"), Sql.result(other, Sql.launch(other, "select 1"), "n int"));
      assertEquals(
          "PID " + job.pid() + " is not attached to this session",
          Sql.error("42704", () -> Sql.result(other, job.pid(), "t text")).getMessage());
      job.letGo();
      assertEquals(List.of("through"), waiting.value());
    }
  }
}
