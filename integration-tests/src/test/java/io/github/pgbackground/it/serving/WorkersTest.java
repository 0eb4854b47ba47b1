package io.github.pgbackground.it.serving;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pgbackground.it.ConnectionProperties;
import io.github.pgbackground.it.LoginRole;
import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postgresql.util.ServerErrorMessage;

/** The processes that jobs run in. */
@ExtendWith(PostgresExtension.class)
class WorkersTest {
  private final TestDatabase database;

  WorkersTest(TestDatabase database) {
    this.database = database;
  }

  private static Properties bounds(String maxWorkers, String launchTimeout) {
    return ConnectionProperties.of(
        "pgbackground.maxWorkers", maxWorkers, "pgbackground.launchTimeout", launchTimeout);
  }

  @Test
  void a_launch_that_finds_no_worker_in_time_fails_with_the_numbers_and_a_hint() throws Exception {
    try (Connection connection = database.connect(bounds("1", "2000"));
        Gate gate = Gate.in(database)) {
      int pid = Sql.launch(connection, gate.query());
      gate.awaitArrival(pid);
      ServerErrorMessage error =
          Sql.error("53000", () -> Sql.launch(connection, "select 'too much'"));
      assertEquals("no background worker became free within 2000 ms", error.getMessage());
      assertTrue(String.valueOf(error.getDetail()).startsWith("1 of at most 1 workers for "));
      assertTrue(String.valueOf(error.getHint()).contains("pgbackground.maxWorkers"));
      assertTrue(String.valueOf(error.getHint()).contains("pgbackground.launchTimeout"));
      gate.open();
      assertEquals(List.of("through"), Sql.result(connection, pid, "t text"));
      assertEquals(
          List.of("1"), Sql.result(connection, Sql.launch(connection, "select 1"), "n int"));
    }
  }

  @Test
  void a_launch_waits_for_a_worker_to_become_free() throws Exception {
    try (Connection connection = database.connect(bounds("1", "60000"));
        Gate gate = Gate.in(database)) {
      int first = Sql.launch(connection, gate.query());
      gate.awaitArrival(first);
      Elsewhere<Integer> second =
          Elsewhere.start(() -> Sql.launch(connection, "select 2")).awaitParked();
      gate.open();
      int pid = second.value();
      assertNotEquals(first, pid);
      assertEquals(List.of("through"), Sql.result(connection, first, "t text"));
      assertEquals(List.of("2"), Sql.result(connection, pid, "n int"));
    }
  }

  @Test
  void jobs_run_side_by_side_each_in_a_process_that_the_server_shows() throws Exception {
    try (Connection connection = database.connect();
        Gate gate = Gate.in(database)) {
      List<Integer> pids = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        pids.add(Sql.launch(connection, gate.query()));
      }
      for (int pid : pids) {
        gate.awaitArrival(pid);
        assertEquals(
            gate.query(),
            Sql.value(connection, "select query from pg_stat_activity where pid = " + pid));
      }
      assertEquals(8, new HashSet<>(pids).size());
      gate.open();
      for (int pid : pids) {
        assertEquals(List.of("through"), Sql.result(connection, pid, "t text"));
      }
    }
  }

  @Test
  void handles_of_a_session_never_share_a_pid() throws Exception {
    try (Connection connection = database.connect()) {
      List<Integer> pids = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        int pid = Sql.launch(connection, "select " + i);
        assertFalse(pids.contains(pid));
        pids.add(pid);
      }
      for (int i = 0; i < 5; i++) {
        assertEquals(List.of("" + i), Sql.result(connection, pids.get(i), "n int"));
      }
    }
  }

  @Test
  void a_worker_runs_one_job_after_another() throws Exception {
    try (Connection connection = database.connect(bounds("1", "60000"))) {
      HashSet<String> pids = new HashSet<>();
      for (int i = 0; i < 5; i++) {
        pids.addAll(
            Sql.result(connection, Sql.launch(connection, "select pg_backend_pid()"), "pid int"));
      }
      assertEquals(1, pids.size());
    }
  }

  @Test
  void nothing_is_opened_and_no_thread_is_started_before_the_first_launch() throws Exception {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        PreparedStatement prepared =
            connection.prepareStatement("select pg_background_launch(?, ?)")) {
      statement.execute("select 1");
      statement.execute("select pg_background_launch(null)");
      Sql.error("42704", () -> statement.execute("select pg_background_detach(1)"));
      Sql.error("22023", () -> statement.execute("select pg_background_launch('select 1', 1)"));
      prepared.getMetaData();
      prepared.getParameterMetaData();
      new Backends(database).awaitNoneBut(connection);
      assertEquals(List.of(), threads());
      Sql.launch(connection, "select 1");
      assertEquals(2, new Backends(database).pids().size());
      assertFalse(threads().isEmpty());
    }
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("pgbackground"))
        .toList();
  }

  @Test
  void a_worker_that_cannot_log_in_fails_the_launch_with_the_servers_error() throws Exception {
    try (LoginRole role = LoginRole.in(database, "lonely", "connection limit 1");
        Connection connection = DriverManager.getConnection(role.url(), bounds("2", "2000"))) {
      assertEquals(
          "too many connections for role \"lonely\"",
          Sql.error("53300", () -> Sql.launch(connection, "select 1")).getMessage());
      assertEquals("1", Sql.value(connection, "select 1"));
      // One more than needed: the server may still count the process that it has refused.
      role.alter("connection limit 3");
      assertEquals(
          List.of("lonely"),
          Sql.result(connection, Sql.launch(connection, "select session_user::text"), "u text"));
    }
  }

  @Test
  void a_worker_that_is_terminated_fails_its_job_and_only_that() throws Exception {
    try (Connection connection = database.connect(bounds("1", "60000"));
        Gate gate = Gate.in(database)) {
      int pid = Sql.launch(connection, gate.query());
      gate.awaitArrival(pid);
      Sql.value(connection, "select pg_terminate_backend(" + pid + ")");
      ServerErrorMessage error = Sql.error("57P01", () -> Sql.result(connection, pid, "t text"));
      assertEquals("terminating connection due to administrator command", error.getMessage());
      assertEquals("background worker, pid " + pid, error.getWhere());
      assertEquals(
          List.of("1"), Sql.result(connection, Sql.launch(connection, "select 1"), "n int"));
    }
  }

  @Test
  void a_cancelled_job_fails_with_the_servers_error() throws Exception {
    try (Connection connection = database.connect();
        Gate gate = Gate.in(database)) {
      int pid = Sql.launch(connection, gate.query());
      gate.awaitArrival(pid);
      Sql.value(connection, "select pg_cancel_backend(" + pid + ")");
      assertEquals(
          "canceling statement due to user request",
          Sql.error("57014", () -> Sql.result(connection, pid, "t text")).getMessage());
      int next = Sql.launch(connection, "select 1");
      assertNotEquals(pid, next);
      assertEquals(List.of("1"), Sql.result(connection, next, "n int"));
    }
  }

  @Test
  void closing_the_session_leaves_its_jobs_running() throws Exception {
    try (Connection looking = database.connectPlain();
        Gate gate = Gate.in(database)) {
      Sql.execute(looking, "create table left_running (t text)");
      try (Connection connection = database.connect()) {
        gate.awaitArrival(Sql.launch(connection, "insert into left_running " + gate.query()));
      }
      gate.open();
      Await.until(
          "the job has ended",
          () -> "1".equals(Sql.value(looking, "select count(*) from left_running")));
      Sql.execute(looking, "drop table left_running");
    }
  }

  @Test
  void an_interrupted_launch_is_a_cancelled_one() throws Exception {
    try (Connection connection = database.connect(bounds("1", "60000"));
        Gate gate = Gate.in(database)) {
      int pid = Sql.launch(connection, gate.query());
      gate.awaitArrival(pid);
      Elsewhere<Integer> launching =
          Elsewhere.start(() -> Sql.launch(connection, "select 1")).awaitParked();
      launching.interrupt();
      SQLException error = launching.error();
      assertEquals("57014", error.getSQLState());
    }
  }

  @Test
  void a_launch_that_waits_for_a_worker_can_be_cancelled() throws Exception {
    try (Connection connection = database.connect(bounds("1", "60000"));
        Statement statement = connection.createStatement();
        Gate gate = Gate.in(database)) {
      gate.awaitArrival(Sql.launch(connection, gate.query()));
      Elsewhere<Boolean> launching =
          Elsewhere.start(() -> statement.execute("select pg_background_launch('select 1')"))
              .awaitParked();
      statement.cancel();
      assertEquals("57014", launching.error().getSQLState());
    }
  }
}
