package io.github.pgbackground.it.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pgbackground.it.ConnectionProperties;
import io.github.pgbackground.it.LoginRole;
import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.serving.Await;
import io.github.pgbackground.it.serving.Gate;
import io.github.pgbackground.it.serving.Sql;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postgresql.util.ServerErrorMessage;

/** Jobs that wait in line for a worker, with {@code pgbackground.overflow=queue}. */
@ExtendWith(PostgresExtension.class)
class QueueTest {
  private static final int FIRST_NUMBER = 1 << 30;

  private final TestDatabase database;

  QueueTest(TestDatabase database) {
    this.database = database;
  }

  private Connection connect() throws SQLException {
    return database.connect(
        ConnectionProperties.of("pgbackground.overflow", "queue", "pgbackground.maxWorkers", "1"));
  }

  @Test
  void a_launch_that_finds_all_workers_busy_returns_and_its_job_runs_in_its_turn()
      throws Exception {
    try (Connection connection = connect();
        Gate gate = Gate.in(database)) {
      int running = Sql.launch(connection, gate.query());
      gate.awaitArrival(running);
      assertTrue(running < FIRST_NUMBER);
      int queued = Sql.launch(connection, "select 'in line'");
      assertTrue(queued >= FIRST_NUMBER);
      gate.open();
      assertEquals(List.of("in line"), Sql.result(connection, queued, "t text"));
      assertEquals(List.of("through"), Sql.result(connection, running, "t text"));
    }
  }

  @Test
  void jobs_leave_the_line_in_the_order_in_which_they_came() throws Exception {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        Gate gate = Gate.in(database)) {
      statement.execute("set pg_background.max_workers = 1000");
      statement.execute("create table came (at serial, n int)");
      gate.awaitArrival(Sql.launch(connection, gate.query()));
      HashSet<Integer> numbers = new HashSet<>();
      int last = 0;
      for (int i = 0; i < 100; i++) {
        last = Sql.launch(connection, "insert into came (n) values (" + i + ")");
        numbers.add(last);
      }
      assertEquals(100, numbers.size());
      gate.open();
      assertEquals(List.of("INSERT 0 1"), Sql.result(connection, last, "tag text"));
      assertEquals("0", Sql.value(connection, "select count(*) from came where n <> at - 1"));
      assertEquals("100", Sql.value(connection, "select count(*) from came"));
      statement.execute("drop table came");
    }
  }

  @Test
  void a_job_in_line_runs_though_it_is_detached_and_its_session_closed() throws Exception {
    try (Connection looking = database.connectPlain();
        Gate gate = Gate.in(database)) {
      Sql.execute(looking, "create table left_in_line (n int)");
      try (Connection connection = connect()) {
        gate.awaitArrival(Sql.launch(connection, gate.query()));
        int pid = Sql.launch(connection, "insert into left_in_line values (1)");
        Sql.value(connection, "select pg_background_detach(" + pid + ")");
        Sql.error("42704", () -> Sql.result(connection, pid, "tag text"));
        Sql.value(
            connection,
            "select pg_background_detach(pg_background_launch("
                + "'insert into left_in_line values (2)'))");
        Sql.launch(connection, "insert into left_in_line values (3)");
      }
      gate.open();
      Await.until(
          "all have run",
          () -> "3".equals(Sql.value(looking, "select count(*) from left_in_line")));
      Sql.execute(looking, "drop table left_in_line");
    }
  }

  @Test
  void an_error_of_a_job_that_was_in_line_names_its_handle() throws Exception {
    try (Connection connection = connect();
        Gate gate = Gate.in(database)) {
      gate.awaitArrival(Sql.launch(connection, gate.query()));
      int pid = Sql.launch(connection, "select 1 / 0");
      gate.open();
      assertEquals(
          "background worker, pid " + pid,
          Sql.error("22012", () -> Sql.result(connection, pid, "n int")).getWhere());
    }
  }

  @Test
  void a_job_in_line_that_is_cancelled_ends_at_once_and_gives_its_place_up() throws Exception {
    try (Connection connection = connect();
        Gate gate = Gate.in(database)) {
      Sql.execute(connection, "create table cancelled_in_line (n int)");
      int running = Sql.launch(connection, gate.query());
      gate.awaitArrival(running);
      String handle = launchV2(connection, "insert into cancelled_in_line values (1)");
      int last = Sql.launch(connection, "select 'last'");
      assertEquals("running", state(connection, handle));
      Sql.value(connection, "select pg_background_cancel_v2(" + handle + ")");
      // All that while the only worker is not free.
      assertEquals(
          "t", Sql.value(connection, "select pg_background_wait_v2_timeout(" + handle + ", 0)"));
      assertEquals("canceled", state(connection, handle));
      ServerErrorMessage error =
          Sql.error(
              "57P01",
              () ->
                  Sql.rows(
                      connection,
                      "select * from pg_background_result_v2(" + handle + ") as (t text)"));
      assertEquals(
          "terminating background worker \"pg_background\" due to administrator command",
          error.getMessage());
      assertEquals("background worker, pid " + handle.replaceFirst(",.*", ""), error.getWhere());
      Sql.error(
          "42704", () -> Sql.value(connection, "select pg_background_wait_v2(" + handle + ")"));
      gate.open();
      assertEquals(List.of("last"), Sql.result(connection, last, "t text"));
      assertEquals("0", Sql.value(connection, "select count(*) from cancelled_in_line"));
      Sql.execute(connection, "drop table cancelled_in_line");
    }
  }

  @Test
  void a_reader_of_a_job_in_line_is_told_of_its_cancel() throws Exception {
    try (Connection connection = connect();
        Gate gate = Gate.in(database)) {
      gate.awaitArrival(Sql.launch(connection, gate.query()));
      String handle = launchV2(connection, "select 1");
      Sql.value(connection, "select pg_background_cancel_v2_grace(" + handle + ", 60000)");
      String counting =
          "select count(*) from pg_background_result_v2(" + handle + ") as (n int) where n > 0";
      Sql.error("57P01", () -> Sql.value(connection, counting));
    }
  }

  private static String launchV2(Connection connection, String job) throws SQLException {
    return Sql.rows(connection, "select * from pg_background_launch_v2('" + job + "')")
        .get(0)
        .replace("|", ", ");
  }

  private static String state(Connection connection, String handle) throws SQLException {
    return String.valueOf(
        Sql.value(
            connection,
            "select state from pg_background_list_v2() as (pid int4, cookie int8, launched_at"
                + " timestamptz, user_id oid, queue_size int4, state text, sql_preview text,"
                + " last_error text, consumed bool) where (pid, cookie) = ("
                + handle
                + ")"));
  }

  @Test
  void a_job_waits_in_line_while_the_server_has_no_room_for_a_worker() throws Exception {
    try (LoginRole role = LoginRole.in(database, "in_line", "connection limit 1");
        Connection connection =
            DriverManager.getConnection(
                role.url() + "&pgbackground.overflow=queue&pgbackground.launchTimeout=60000")) {
      List<Integer> pids = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        pids.add(Sql.launch(connection, "select " + i));
      }
      assertTrue(pids.stream().allMatch(pid -> pid >= FIRST_NUMBER), pids::toString);
      role.alter("connection limit 2");
      for (int i = 0; i < 3; i++) {
        assertEquals(List.of("" + i), Sql.result(connection, pids.get(i), "n int"));
      }
    }
  }

  @Test
  void a_job_in_line_for_which_no_worker_can_log_in_fails_with_the_servers_error()
      throws Exception {
    try (LoginRole role = LoginRole.in(database, "shut_out", "connection limit 1");
        Connection connection =
            DriverManager.getConnection(role.url() + "&pgbackground.overflow=queue")) {
      int pid = Sql.launch(connection, "select 1");
      role.alter("nologin");
      assertEquals(
          "role \"shut_out\" is not permitted to log in",
          Sql.error("28000", () -> Sql.result(connection, pid, "n int")).getMessage());
    }
  }
}
