package io.github.pgbackground.it.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.functions.V2;
import io.github.pgbackground.it.serving.Await;
import io.github.pgbackground.it.serving.Elsewhere;
import io.github.pgbackground.it.serving.Gate;
import io.github.pgbackground.it.serving.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What ends the wait of a job for a job of its own. */
@ExtendWith(PostgresExtension.class)
class JobWaitsTest {
  private final TestDatabase database;
  private Connection connection;
  private Connection other;
  private Gate gate;

  JobWaitsTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void begin() throws SQLException {
    connection = database.connect();
    other = database.connectPlain();
    gate = Gate.in(database);
    Sql.execute(other, "create table log (line text)");
  }

  @AfterEach
  void end() throws SQLException {
    gate.close();
    Sql.execute(other, "drop table log");
    other.close();
    connection.close();
  }

  /** A job that waits for one that waits at the gate; the inner one writes when it is through. */
  private String waiting() {
    return "select * from pg_background_result(pg_background_launch($q$insert into log "
        + gate.query()
        + "$q$)) as (tag text)";
  }

  private int inner() throws Exception {
    gate.awaitArrivals(1);
    return Integer.parseInt(
        String.valueOf(
            Sql.value(
                other,
                "select pid from pg_locks join pg_stat_activity using (pid)"
                    + " where not granted and query like 'insert into log%'")));
  }

  /** Waits until this many jobs have written their line and committed. */
  private void awaitCommits(int number) throws Exception {
    gate.open();
    Await.until(
        number + " have committed",
        () -> String.valueOf(number).equals(Sql.value(other, "select count(*) from log")));
  }

  private String errorOf(int job, String sqlState) {
    return Sql.error(sqlState, () -> Sql.result(connection, job, "tag text")).getMessage();
  }

  @Test
  void a_cancel_of_the_outer_job_ends_its_wait_and_leaves_the_inner_one() throws Exception {
    V2 outer = V2.launch(connection, waiting());
    gate.awaitArrivals(1);
    outer.call("cancel_v2");
    Sql.error("57P01", () -> outer.result("tag text"));
    awaitCommits(1);
  }

  @Test
  void the_end_of_the_outer_jobs_process_ends_its_wait() throws Exception {
    int outer = Sql.launch(connection, waiting());
    gate.awaitArrivals(1);
    Sql.execute(other, "select pg_terminate_backend(" + outer + ")");
    assertEquals("terminating connection due to administrator command", errorOf(outer, "57P01"));
    awaitCommits(1);
  }

  @Test
  void the_end_of_the_inner_jobs_process_is_an_error_of_the_outer_one() throws Exception {
    int outer = Sql.launch(connection, waiting());
    Sql.execute(other, "select pg_terminate_backend(" + inner() + ")");
    assertEquals("terminating connection due to administrator command", errorOf(outer, "57P01"));
  }

  @Test
  void the_end_of_the_session_leaves_both_jobs() throws Exception {
    V2.submit(connection, "insert into log " + waiting());
    gate.awaitArrivals(1);
    connection.close();
    awaitCommits(2);
  }

  @Test
  void a_wait_of_the_outer_job_ends_with_its_statement_timeout() throws Exception {
    Sql.execute(connection, "set pg_background.worker_timeout = '300ms'");
    int outer = Sql.launch(connection, waiting());
    assertEquals("canceling statement due to statement timeout", errorOf(outer, "57014"));
  }

  @Test
  void a_circle_through_two_jobs_is_a_deadlock() throws Exception {
    Sql.execute(connection, "set deadlock_timeout = '50ms'");
    Sql.execute(connection, "create table account (id int); insert into account values (1)");
    connection.setAutoCommit(false);
    Sql.execute(connection, "update account set id = 2");
    Elsewhere<List<String>> reading =
        Elsewhere.start(
            () ->
                Sql.rows(
                    connection,
                    "select * from pg_background_result(pg_background_launch('select * from"
                        + " pg_background_result(pg_background_launch(''update account set id ="
                        + " 3'')) as (tag text)')) as (tag text)"));
    SQLException error = reading.error();
    assertEquals("40P01", error.getSQLState());
    assertTrue(String.valueOf(error.getMessage()).contains("deadlock detected"), error::toString);
    connection.rollback();
    connection.setAutoCommit(true);
    Sql.execute(connection, "drop table account");
  }
}
