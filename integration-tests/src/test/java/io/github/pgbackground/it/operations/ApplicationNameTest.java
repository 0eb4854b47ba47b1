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

  private static void awaitName(Connection looking, int pid, String name) throws Exception {
    Await.until(pid + " is " + name, () -> nameOf(looking, pid).equals(name));
  }

  @Test
  void an_idle_worker_is_called_what_it_is_and_its_next_job_finds_the_sessions_name()
      throws Exception {
    try (Connection connection = connect("billing")) {
      int pid = Sql.launch(connection, IN_JOB);
      assertEquals(List.of("billing"), Sql.result(connection, pid, "name text"));
      for (int i = 0; i < 2; i++) {
        awaitName(connection, pid, "billing (pgbackground worker)");
        assertEquals(pid, Sql.launch(connection, IN_JOB), "it is the same worker");
        assertEquals(List.of("billing"), Sql.result(connection, pid, "name text"));
      }
    }
  }

  @Test
  void a_worker_is_called_as_its_session_is_while_it_has_a_job() throws Exception {
    try (Connection connection = connect("billing");
        Gate gate = Gate.in(database)) {
      Sql.execute(connection, "set application_name = 'the end of the month'");
      int pid = Sql.launch(connection, gate.query());
      gate.awaitArrival(pid);
      assertEquals("the end of the month", nameOf(connection, pid));
      gate.open();
      Sql.result(connection, pid, "t text");
      awaitName(connection, pid, "billing (pgbackground worker)");
    }
  }

  @Test
  void a_long_name_leaves_room_for_what_the_worker_is() throws Exception {
    String name = "x".repeat(63);
    try (Connection connection = connect(name)) {
      int pid = Sql.launch(connection, IN_JOB);
      assertEquals(List.of(name), Sql.result(connection, pid, "name text"));
      awaitName(connection, pid, "x".repeat(41) + " (pgbackground worker)");
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
