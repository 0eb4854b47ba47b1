package io.github.pgbackground.it.serving;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a job finds on its worker, and what the job before has left there: nothing. */
@ExtendWith(PostgresExtension.class)
class WorkerStateTest {
  private static final String NAME = "select current_setting('application_name')";
  private static final String WORKER = "o'clock \\ \"here\" (pgbackground worker)";
  private static final String DIGITS = "select current_setting('extra_float_digits')";

  private final TestDatabase database;

  WorkerStateTest(TestDatabase database) {
    this.database = database;
  }

  /** A session that never has a second worker: what one job leaves, the next would find. */
  private Connection connectWithOneWorker() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("pgbackground.maxWorkers", "1");
    properties.setProperty("ApplicationName", "o'clock \\ \"here\"");
    return database.connect(properties);
  }

  private static String run(Statement statement, String sql) throws SQLException {
    try (ResultSet rows =
        statement.executeQuery(
            "select * from pg_background_result(pg_background_launch($$"
                + sql
                + "$$)) as (value text)")) {
      return rows.next() ? rows.getString(1) : null;
    }
  }

  @Test
  void a_job_has_the_settings_that_pgjdbc_gives_its_session() throws SQLException {
    try (Connection connection = connectWithOneWorker();
        Statement statement = connection.createStatement()) {
      for (int job = 0; job < 3; job++) {
        assertEquals(WORKER, run(statement, NAME));
        assertEquals(Sql.value(connection, DIGITS), run(statement, DIGITS));
      }
    }
  }

  @Test
  void a_job_has_the_default_where_its_session_has_reset_a_setting() throws SQLException {
    try (Connection connection = connectWithOneWorker();
        Statement statement = connection.createStatement()) {
      statement.execute("reset application_name");
      assertEquals(Sql.value(connection, NAME), run(statement, NAME));
      assertEquals(Sql.value(connection, DIGITS), run(statement, DIGITS));
    }
  }

  @Test
  void a_job_has_what_its_session_has_set_and_the_next_job_has_not() throws SQLException {
    try (Connection connection = connectWithOneWorker();
        Statement statement = connection.createStatement()) {
      statement.execute("set search_path = \"a b\", public; set application_name = 'other'");
      assertEquals("other", run(statement, NAME));
      assertEquals("\"a b\", public", run(statement, "select current_setting('search_path')"));
      statement.execute("reset search_path; set application_name = 'third'");
      assertEquals("third", run(statement, NAME));
      assertEquals("\"$user\", public", run(statement, "select current_setting('search_path')"));
    }
  }

  @Test
  void what_a_job_has_set_and_made_is_gone_when_the_next_one_runs() throws SQLException {
    try (Connection connection = connectWithOneWorker();
        Statement statement = connection.createStatement()) {
      run(
          statement,
          "set application_name = 'mine'; set extra_float_digits = 0; create temp table left_over"
              + " (); select pg_advisory_lock(1); select ''");
      assertEquals(WORKER, run(statement, NAME));
      assertEquals(Sql.value(connection, DIGITS), run(statement, DIGITS));
      assertEquals(null, run(statement, "select to_regclass('left_over')::text"));
      assertEquals(
          "0",
          run(
              statement,
              "select count(*)::text from pg_locks where locktype = 'advisory' and pid ="
                  + " pg_backend_pid()"));
    }
  }

  @Test
  void an_error_at_commit_reaches_the_reader_and_the_worker_goes_on() throws SQLException {
    try (Connection connection = connectWithOneWorker();
        Statement statement = connection.createStatement()) {
      statement.execute("create table late (n int primary key deferrable initially deferred)");
      SQLException error =
          assertThrows(
              SQLException.class,
              () -> run(statement, "insert into late values (1), (1) returning n::text"));
      assertEquals("23505", error.getSQLState());
      assertEquals("0", run(statement, "select count(*)::text from late"));
      assertEquals(WORKER, run(statement, NAME));
    }
  }

  @Test
  void what_a_failed_job_has_done_is_undone_when_its_reader_is_told() throws SQLException {
    try (Connection connection = connectWithOneWorker();
        Statement statement = connection.createStatement()) {
      statement.execute("create table undone ()");
      assertThrows(
          SQLException.class,
          () -> run(statement, "lock undone; insert into undone select; select (1 / 0)::text"));
      statement.execute("do 'begin lock undone nowait; end'");
      assertEquals(WORKER, run(statement, NAME));
    }
  }
}
