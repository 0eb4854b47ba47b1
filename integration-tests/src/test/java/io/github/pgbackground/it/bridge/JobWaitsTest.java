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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What ends the wait of a job for a job of its own. */
@ExtendWith(PostgresExtension.class)
@Timeout(60)
class JobWaitsTest {
  private final TestDatabase database;

  JobWaitsTest(TestDatabase database) {
    this.database = database;
  }

  /** A job that waits for one that waits at the gate; the inner one writes when it is through. */
  private static String waiting(Gate gate) {
    return "select * from pg_background_result(pg_background_launch($q$insert into log "
        + gate.query()
        + "$q$)) as (tag text)";
  }

  private static int inner(Connection other, Gate gate) throws Exception {
    gate.awaitArrivals(1);
    return Integer.parseInt(
        String.valueOf(
            Sql.value(
                other,
                "select pid from pg_stat_activity where query like 'insert into log%'"
                    + " and wait_event_type = 'Lock'")));
  }

  private static String written(Connection other) throws SQLException {
    return String.valueOf(Sql.value(other, "select count(*) from log"));
  }

  @Test
  void a_cancel_of_the_outer_job_ends_its_wait_and_leaves_the_inner_one() throws Exception {
    try (Connection connection = database.connect();
        Connection other = database.connectPlain();
        Gate gate = Gate.in(database)) {
      Sql.execute(connection, "create table log (line text)");
      V2 outer = V2.launch(connection, waiting(gate));
      gate.awaitArrivals(1);
      outer.call("cancel_v2");
      Sql.error("57P01", () -> outer.result("tag text"));
      gate.open();
      Await.until("the inner job has committed", () -> written(other).equals("1"));
      Sql.execute(connection, "drop table log");
    }
  }

  @Test
  void the_end_of_the_outer_jobs_process_ends_its_wait() throws Exception {
    try (Connection connection = database.connect();
        Connection other = database.connectPlain();
        Gate gate = Gate.in(database)) {
      Sql.execute(connection, "create table log (line text)");
      int outer = Sql.launch(connection, waiting(gate));
      gate.awaitArrivals(1);
      Sql.execute(other, "select pg_terminate_backend(" + outer + ")");
      Sql.error("57P01", () -> Sql.result(connection, outer, "tag text"));
      gate.open();
      Await.until("the inner job has committed", () -> written(other).equals("1"));
      Sql.execute(connection, "drop table log");
    }
  }

  @Test
  void the_end_of_the_inner_jobs_process_is_an_error_of_the_outer_one() throws Exception {
    try (Connection connection = database.connect();
        Connection other = database.connectPlain();
        Gate gate = Gate.in(database)) {
      Sql.execute(connection, "create table log (line text)");
      int outer = Sql.launch(connection, waiting(gate));
      Sql.execute(other, "select pg_terminate_backend(" + inner(other, gate) + ")");
      Sql.error("57P01", () -> Sql.result(connection, outer, "tag text"));
      Sql.execute(connection, "drop table log");
    }
  }

  @Test
  void the_end_of_the_session_leaves_both_jobs() throws Exception {
    try (Connection other = database.connectPlain();
        Gate gate = Gate.in(database)) {
      Sql.execute(other, "create table log (line text)");
      try (Connection connection = database.connect()) {
        V2.submit(connection, "insert into log " + waiting(gate));
        gate.awaitArrivals(1);
      }
      gate.open();
      Await.until("both jobs have committed", () -> written(other).equals("2"));
      Sql.execute(other, "drop table log");
    }
  }

  @Test
  void a_wait_of_the_outer_job_ends_with_its_statement_timeout() throws Exception {
    try (Connection connection = database.connect();
        Gate gate = Gate.in(database)) {
      Sql.execute(connection, "create table log (line text)");
      Sql.execute(connection, "set pg_background.worker_timeout = '300ms'");
      int outer = Sql.launch(connection, waiting(gate));
      assertEquals(
          "canceling statement due to statement timeout",
          Sql.error("57014", () -> Sql.result(connection, outer, "tag text")).getMessage());
      gate.open();
      Sql.execute(connection, "drop table log");
    }
  }

  @Test
  void a_circle_through_two_jobs_is_a_deadlock() throws Exception {
    try (Connection connection = database.connect();
        Gate gate = Gate.in(database)) {
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
}
