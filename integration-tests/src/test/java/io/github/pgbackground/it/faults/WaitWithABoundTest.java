package io.github.pgbackground.it.faults;

import static io.github.pgbackground.it.faults.Accounts.read;
import static io.github.pgbackground.it.faults.Accounts.update;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.serving.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A wait for oneself that has a bound ends there, and not as a deadlock. */
@ExtendWith(PostgresExtension.class)
class WaitWithABoundTest {
  private final TestDatabase database;
  private Accounts accounts;
  private Connection connection;

  WaitWithABoundTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void begin() throws SQLException {
    accounts = Accounts.in(database);
    connection = accounts.caller();
  }

  @AfterEach
  void end() throws SQLException {
    accounts.close();
  }

  @Test
  void a_caller_whose_statement_has_a_timeout_gets_the_timeout() throws Exception {
    connection.setAutoCommit(false);
    Sql.execute(connection, update(1));
    Sql.execute(
        connection,
        "set local statement_timeout = 1500; set local pg_background.worker_timeout = '1min'");
    int job = Sql.launch(connection, update(1));
    assertEquals(
        "canceling statement due to statement timeout",
        Sql.error("57014", () -> read(connection, job)).getMessage());
    connection.rollback();
    assertEquals(List.of("UPDATE 1"), read(connection, job));
  }

  @Test
  void a_caller_with_a_query_timeout_gets_the_timeout() throws Exception {
    connection.setAutoCommit(false);
    Sql.execute(connection, update(1));
    int job = Sql.launch(connection, update(1));
    try (Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(1);
      Sql.error(
          "57014",
          () ->
              statement.executeQuery(
                  "select * from pg_background_result(" + job + ") as (tag text)"));
    }
    connection.rollback();
    assertEquals(List.of("UPDATE 1"), read(connection, job));
  }

  @Test
  void a_job_that_waits_for_locks_only_so_long_gets_its_own_error() throws Exception {
    connection.setAutoCommit(false);
    Sql.execute(connection, update(1));
    int job = Sql.launch(connection, "set lock_timeout = 400; " + update(1));
    Sql.error("55P03", () -> read(connection, job));
  }

  @Test
  void a_job_whose_session_waits_for_locks_only_so_long_gets_its_own_error() throws Exception {
    Sql.execute(connection, "set lock_timeout = 400");
    connection.setAutoCommit(false);
    Sql.execute(connection, update(1));
    int job = Sql.launch(connection, update(1));
    Sql.error("55P03", () -> read(connection, job));
    connection.rollback();
    Sql.execute(connection, "reset lock_timeout");
    connection.commit();
  }

  @Test
  void a_job_that_lifts_its_own_bound_has_none() throws Exception {
    connection.setAutoCommit(false);
    Sql.execute(connection, update(1));
    accounts.deadlock(Sql.launch(connection, "set lock_timeout = 0; " + update(1)));
  }
}
