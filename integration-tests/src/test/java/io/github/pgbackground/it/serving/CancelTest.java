package io.github.pgbackground.it.serving;

import static io.github.pgbackground.it.serving.HeldJob.assertCancelled;
import static org.junit.jupiter.api.Assertions.assertEquals;

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

/** A statement with calls is cancelled as any other, wherever it is. */
@ExtendWith(PostgresExtension.class)
class CancelTest {
  private final TestDatabase database;
  private HeldJob job;
  private Connection connection;

  CancelTest(TestDatabase database) {
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

  @Test
  void cancel_ends_a_wait_and_the_job_goes_on() throws Exception {
    try (Statement statement = connection.createStatement()) {
      Elsewhere<List<String>> waiting = job.waitFor(statement);
      statement.cancel();
      assertCancelled("canceling statement due to user request", waiting.error());
      assertEquals("1", Sql.value(statement.executeQuery("select 1")));
      job.assertCanBeRead();
    }
  }

  @Test
  void a_prepared_wait_can_be_cancelled_and_executed_again() throws Exception {
    try (PreparedStatement statement =
        connection.prepareStatement("select * from pg_background_result(?) as (t text)")) {
      statement.setInt(1, job.pid());
      for (int i = 0; i < 3; i++) {
        Elsewhere<List<String>> waiting =
            Elsewhere.start(() -> Sql.rows(statement.executeQuery())).awaitParked();
        statement.cancel();
        assertCancelled("canceling statement due to user request", waiting.error());
      }
      job.letGo();
      assertEquals(List.of("through"), Sql.rows(statement.executeQuery()));
    }
  }

  @Test
  void a_cancelled_wait_aborts_the_transaction_but_not_the_job() throws Exception {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      Elsewhere<List<String>> waiting = job.waitFor(statement);
      statement.cancel();
      assertCancelled("canceling statement due to user request", waiting.error());
      Sql.error("25P02", () -> statement.execute("select 1"));
      connection.rollback();
      job.assertCanBeRead();
      connection.rollback();
    }
  }

  @Test
  void a_cancel_before_or_after_hits_nothing() throws Exception {
    try (Statement statement = connection.createStatement()) {
      statement.cancel();
      assertEquals("1", Sql.value(statement.executeQuery("select 1")));
      job.letGo();
      assertEquals("through", Sql.value(statement.executeQuery(job.reading())));
      statement.cancel();
      assertEquals("1", Sql.value(statement.executeQuery("select 1")));
    }
  }

  @Test
  void a_wait_within_a_script_can_be_cancelled_and_undoes_the_script() throws Exception {
    try (Statement statement = connection.createStatement()) {
      Sql.execute(connection, "create table waited (n int)");
      Elsewhere<Boolean> waiting =
          Elsewhere.start(
                  () -> statement.execute("insert into waited values (1); " + job.reading()))
              .awaitParked();
      statement.cancel();
      assertCancelled("canceling statement due to user request", waiting.error());
      assertEquals("0", Sql.value(connection, "select count(*) from waited"));
      Sql.execute(connection, "drop table waited");
      job.assertCanBeRead();
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
}
