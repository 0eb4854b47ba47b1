package io.github.pgbackground.it.jvm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.serving.Await;
import io.github.pgbackground.it.serving.Gate;
import io.github.pgbackground.it.serving.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The end of a JVM waits for its jobs, and says what it leaves. */
@ExtendWith(PostgresExtension.class)
class ExitTest {
  private static final String OTHERS =
      "select count(*) from pg_stat_activity where datname = current_database()"
          + " and backend_type = 'client backend' and application_name like 'other jvm%'";

  private static final String ONE_WORKER = "&pgbackground.overflow=queue&pgbackground.maxWorkers=1";

  private final TestDatabase database;
  private Connection here;
  private Gate gate;

  ExitTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void begin() throws SQLException {
    here = database.connectPlain();
    gate = Gate.in(database);
    Sql.execute(here, "create table t (n int)");
  }

  @AfterEach
  void end() throws SQLException {
    gate.close();
    Sql.execute(here, "drop table t");
    here.close();
  }

  private OtherJvm start(String properties, String... jobs) throws Exception {
    String[] arguments = new String[jobs.length + 1];
    arguments[0] = database.url() + "&ApplicationName=other%20jvm" + properties;
    for (int i = 0; i < jobs.length; i++) {
      arguments[i + 1] = "select pg_background_launch($job$" + jobs[i] + "$job$)";
    }
    OtherJvm other = OtherJvm.start(Launch.class, arguments);
    other.awaitLine("launched");
    return other;
  }

  /** Inserts a row when the gate is open, and gives rows that somebody could read. */
  private String insert() {
    return "insert into t select 1 from (" + gate.query() + ") g returning n";
  }

  private int count(String query) throws SQLException {
    return Integer.parseInt(String.valueOf(Sql.value(here, query)));
  }

  private String[] pids(String query) throws SQLException {
    return String.valueOf(Sql.value(here, query)).split(",", -1);
  }

  private void awaitNobodyElse() throws Exception {
    Await.until("the other JVM's backends have ended", () -> count(OTHERS) == 0);
  }

  private int rows() throws SQLException {
    return count("select count(*) from t");
  }

  @Test
  void jobs_whose_rows_nobody_reads_are_waited_for() throws Exception {
    try (OtherJvm other = start("", insert(), insert())) {
      gate.awaitArrivals(2);
      other.process().getOutputStream().close();
      gate.open();
      assertEquals(0, other.awaitEnd());
      assertEquals(List.of(), other.errors());
    }
    assertEquals(2, rows());
    awaitNobodyElse();
  }

  @Test
  void a_jvm_that_is_told_to_end_waits_too() throws Exception {
    try (OtherJvm other = start("", insert())) {
      gate.awaitArrivals(1);
      other.process().toHandle().destroy();
      gate.open();
      assertEquals(128 + 15, other.awaitEnd());
      assertEquals(List.of(), other.errors());
    }
    assertEquals(1, rows());
    awaitNobodyElse();
  }

  @Test
  void a_jvm_without_running_jobs_ends_at_once() throws Exception {
    try (OtherJvm other =
        start("&pgbackground.shutdownTimeout=3600000", "select 1", "insert into t values (1)")) {
      Await.until("the row is there", () -> rows() == 1);
      other.process().getOutputStream().close();
      assertEquals(0, other.awaitEnd());
      assertEquals(List.of(), other.errors());
    }
    awaitNobodyElse();
  }

  @Test
  void jobs_that_wait_in_line_are_waited_for() throws Exception {
    try (OtherJvm other = start(ONE_WORKER, insert(), insert(), "insert into t values (2)")) {
      gate.awaitArrivals(1);
      other.process().getOutputStream().close();
      gate.open();
      assertEquals(0, other.awaitEnd());
      assertEquals(List.of(), other.errors());
    }
    assertEquals(3, rows());
    awaitNobodyElse();
  }

  @Test
  void jobs_that_wait_in_line_for_too_long_are_lost_and_reported() throws Exception {
    try (OtherJvm other =
        start(
            ONE_WORKER + "&pgbackground.shutdownTimeout=100",
            insert(),
            "insert into t values (2)",
            "insert into t values (3) returning n")) {
      gate.awaitArrivals(1);
      other.process().getOutputStream().close();
      assertEquals(0, other.awaitEnd());
      List<String> errors = other.errors();
      assertEquals(4, errors.size(), errors::toString);
      assertEquals(
          2,
          errors.stream()
              .filter(
                  line ->
                      line.matches(
                          "  PID 10737418\\d\\d at .* is lost, since it still waits in line: insert"
                              + " into t values .*"))
              .count(),
          errors::toString);
      assertEquals(
          1,
          errors.stream().filter(line -> line.contains(" is cancelled: insert into t ")).count(),
          errors::toString);
    }
    awaitNobodyElse();
    assertEquals(0, rows());
  }

  @Test
  void what_lasts_longer_is_cancelled_or_left_to_the_server_and_reported() throws Exception {
    String forServer = "insert into t select 7 from (" + gate.query() + ") g";
    try (OtherJvm other =
        start(
            "&password=secret&pgbackground.shutdownTimeout=100",
            "select pg_sleep(600),\n 'a long text " + "x".repeat(100) + "'",
            forServer)) {
      gate.awaitArrivals(1);
      String pids =
          "select string_agg(pid::text, ',' order by query not like '%pg_sleep%')"
              + " from pg_stat_activity where pid <> pg_backend_pid() and state = 'active'"
              + " and datname = current_database() and application_name = 'other jvm (pgbackground worker)'";
      Await.until("both run", () -> pids(pids).length == 2);
      String[] pid = pids(pids);
      other.process().getOutputStream().close();
      assertEquals(0, other.awaitEnd());
      List<String> errors = other.errors();
      assertEquals(3, errors.size(), errors::toString);
      assertTrue(
          errors
              .get(0)
              .matches(
                  "pgbackground: the JVM ends after \\d+ ms with jobs that still run"
                      + " \\(pgbackground.shutdownTimeout\\):"),
          errors::toString);
      String where = " at [^ ]+/" + database.name() + " as [^ ]+ ";
      List<String> jobs = errors.subList(1, 3).stream().sorted().toList();
      String cancelled =
          "  PID "
              + pid[0]
              + where
              + "is cancelled: select pg_sleep\\(600\\), 'a long text x+\\.\\.\\.";
      String goesOn =
          "  PID "
              + pid[1]
              + where
              + "goes on, since the server has been given all of it: insert into t .*";
      assertTrue(jobs.stream().anyMatch(line -> line.matches(cancelled)), errors::toString);
      assertTrue(jobs.stream().anyMatch(line -> line.matches(goesOn)), errors::toString);
      assertTrue(errors.stream().noneMatch(line -> line.contains("secret")), errors::toString);
    }
    gate.open();
    Await.until("the server has finished it", () -> rows() == 1);
    awaitNobodyElse();
  }

  /** Even where somebody could read rows: the server need not be able to send them. */
  @Test
  void a_jvm_that_is_killed_loses_no_job_that_the_server_has_been_given() throws Exception {
    String forServer = "insert into t select 7 from (" + gate.query() + ") g";
    try (OtherJvm other = start("", insert(), forServer)) {
      gate.awaitArrivals(2);
      other.process().destroyForcibly();
      other.awaitEnd();
    }
    gate.open();
    awaitNobodyElse();
    assertEquals("1,7", Sql.value(here, "select string_agg(n::text, ',' order by n) from t"));
  }
}
