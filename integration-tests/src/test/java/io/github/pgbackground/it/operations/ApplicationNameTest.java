package io.github.pgbackground.it.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.serving.Await;
import io.github.pgbackground.it.serving.Gate;
import io.github.pgbackground.it.serving.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What {@code pg_stat_activity} calls the driver's connections. */
@ExtendWith(PostgresExtension.class)
class ApplicationNameTest {
  private static final String IN_JOB = "select current_setting('application_name')";

  private final TestDatabase database;

  ApplicationNameTest(TestDatabase database) {
    this.database = database;
  }

  private Connection connect(String name) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("ApplicationName", name);
    properties.setProperty("pgbackground.maxWorkers", "1");
    return database.connect(properties);
  }

  private static String nameOf(Connection looking, int pid) throws SQLException {
    return String.join(
        "", Sql.rows(looking, "select application_name from pg_stat_activity where pid = " + pid));
  }

  /** What the name is of a worker that runs a job now, and in the job. */
  private void assertNamed(String name, Connection connection) throws Exception {
    try (Gate gate = Gate.in(database)) {
      int pid = Sql.launch(connection, gate.query());
      gate.awaitArrival(pid);
      assertEquals(name, nameOf(connection, pid));
      gate.open();
      Sql.result(connection, pid, "t text");
    }
    int pid = Sql.launch(connection, IN_JOB);
    assertEquals(List.of(name), Sql.result(connection, pid, "name text"));
  }

  @Test
  void a_worker_is_called_what_it_is_and_whose() throws Exception {
    try (Connection connection = connect("billing")) {
      assertNamed("billing (pgbackground worker)", connection);
      assertNamed("billing (pgbackground worker)", connection);
    }
  }

  @Test
  void a_name_that_the_session_has_set_is_that_of_its_jobs() throws Exception {
    try (Connection connection = connect("billing")) {
      Sql.execute(connection, "set application_name = 'the end of the month'");
      assertNamed("the end of the month", connection);
      Sql.execute(connection, "set application_name = 'billing'");
      assertNamed("billing (pgbackground worker)", connection);
      connection.setClientInfo("ApplicationName", "");
      assertNamed("", connection);
    }
  }

  @Test
  void so_it_is_where_the_server_makes_the_call() throws Exception {
    try (Connection connection = connect("billing")) {
      String call =
          "do $$ begin create temp table names as select * from pg_background_result("
              + "pg_background_launch('select current_setting(''application_name'')')) as (n text);"
              + " end $$";
      Sql.execute(connection, call);
      assertEquals("billing (pgbackground worker)", Sql.value(connection, "table names"));
      Sql.execute(connection, "drop table names; set application_name = 'the end of the month'");
      Sql.execute(connection, call);
      assertEquals("the end of the month", Sql.value(connection, "table names"));
    }
  }

  @Test
  void a_worker_without_a_job_is_not_called_as_its_last_job_was() throws Exception {
    try (Connection connection = connect("billing")) {
      Sql.execute(connection, "set application_name = 'the end of the month'");
      int pid = Sql.launch(connection, IN_JOB);
      Sql.result(connection, pid, "name text");
      Await.until(
          "the worker is as new",
          () -> nameOf(connection, pid).equals("billing (pgbackground worker)"));
    }
  }

  @Test
  void a_long_name_leaves_room_for_what_the_worker_is() throws Exception {
    String name = "x".repeat(63);
    try (Connection connection = connect(name)) {
      assertNamed("x".repeat(41) + " (pgbackground worker)", connection);
      String other = "x".repeat(62) + "y";
      Sql.execute(connection, "set application_name = '" + other + "'");
      assertNamed(other, connection);
    }
  }

  @Test
  void the_connection_that_answers_functions_has_a_name_of_its_own() throws Exception {
    try (Connection connection = connect("billing")) {
      Sql.execute(connection, "do 'begin perform pg_background_launch(''select 1''); end'");
      assertEquals(
          "1",
          Sql.value(
              connection,
              "select count(*) from pg_stat_activity where application_name ="
                  + " 'billing (pgbackground bridge)'"));
    }
  }
}
