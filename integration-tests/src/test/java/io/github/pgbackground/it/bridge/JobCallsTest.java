package io.github.pgbackground.it.bridge;

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
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.util.ServerErrorMessage;

/** Jobs that launch jobs: each is a session of its own. */
@ExtendWith(PostgresExtension.class)
class JobCallsTest {
  private final TestDatabase database;

  JobCallsTest(TestDatabase database) {
    this.database = database;
  }

  private static List<String> read(Connection connection, String job, String columns)
      throws SQLException {
    return Sql.result(connection, Sql.launch(connection, job), columns);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void what_a_client_would_see_is_served_in_a_job(boolean installed) throws Exception {
    if (installed) {
      Bridges.install(database);
    }
    try (Connection connection = database.connect()) {
      assertEquals(
          List.of("1|one", "2|two"),
          read(
              connection,
              "select * from pg_background_result(pg_background_launch($$values (1, 'one'), (2,"
                  + " 'two')$$)) as (n int, t text)",
              "n int, t text"));
      assertEquals(
          List.of("6"),
          read(
              connection,
              "create temp table launched as select pg_background_launch('select ' || i) as pid"
                  + " from generate_series(1, 3) as i;"
                  + " select sum(r.x) from launched, pg_background_result(pid) as r(x int)",
              "x int8"));
    } finally {
      Bridges.remove(database);
    }
  }

  @Test
  void a_block_in_a_job_launches_reads_and_catches() throws Exception {
    try (Connection connection = database.connect()) {
      Sql.execute(connection, "create table log (line text)");
      assertEquals(
          List.of("DO"),
          read(
              connection,
              "do $$ declare h public.pg_background_handle; t text; begin"
                  + " h := pg_background_launch_v2('select 1/0');"
                  + " begin"
                  + "   perform * from pg_background_result_v2(h.pid, h.cookie) as (x int);"
                  + " exception when division_by_zero then insert into log values (sqlerrm); end;"
                  + " select x into t from"
                  + "   pg_background_result(pg_background_launch($q$select 'in'$q$)) as (x text);"
                  + " insert into log values (t); end $$",
              "tag text"));
      assertEquals(List.of("division by zero", "in"), Sql.rows(connection, "table log"));
      Sql.execute(connection, "drop table log");
    }
  }

  @Test
  void stored_functions_and_triggers_of_a_job_launch_and_its_jobs_launch_on() throws Exception {
    Bridges.install(database);
    try (Connection connection = database.connect()) {
      Sql.execute(
          connection,
          "create table t (x int); create table log (line text);"
              + " create function audit() returns trigger language plpgsql as $$ begin"
              + " perform * from pg_background_result(pg_background_launch("
              + " format('insert into log values (%L)', new.x))) as (tag text); return new; end $$;"
              + " create trigger audit before insert on t for each row execute function audit();"
              + " create function deep(n int) returns int language plpgsql as $$ begin"
              + " return case when n = 0 then 0 else 1 + (select x from pg_background_result("
              + " pg_background_launch(format('select deep(%s)', n - 1))) as (x int)) end; end $$");
      assertEquals(
          "42P01",
          Sql.error(
                  "42P01",
                  () ->
                      read(
                          connection,
                          "insert into t values (1), (2); select * from missing",
                          "x int"))
              .getSQLState());
      assertEquals(List.of("1", "2"), Sql.rows(connection, "table log"));
      assertEquals(List.of("5"), read(connection, "select deep(5)", "x int"));
      Sql.execute(connection, "drop table t, log; drop function audit(); drop function deep(int)");
    } finally {
      Bridges.remove(database);
    }
  }

  @Test
  void a_deferred_trigger_launches_at_the_commit_of_a_job() throws Exception {
    Bridges.install(database);
    try (Connection connection = database.connect()) {
      Sql.execute(
          connection,
          "create table t (x int); create table log (line text);"
              + " create function audit() returns trigger language plpgsql as $$ begin"
              + " perform * from pg_background_result(pg_background_launch("
              + " format('insert into log values (%L)', new.x))) as (tag text); return null; end $$;"
              + " create constraint trigger audit after insert on t deferrable initially deferred"
              + " for each row execute function audit()");
      assertEquals(
          List.of("1", "2"),
          read(connection, "insert into t values (1), (2) returning x", "x int"));
      assertEquals(List.of("1", "2"), Sql.rows(connection, "table log"));
      Sql.execute(connection, "drop table t, log; drop function audit()");
    } finally {
      Bridges.remove(database);
    }
  }

  @Test
  void the_handles_of_a_job_go_with_it_and_its_jobs_go_on() throws Exception {
    try (Connection connection = database.connect();
        Gate gate = Gate.in(database)) {
      Sql.execute(connection, "create table log (line text)");
      String job = "insert into log " + gate.query();
      String pid =
          read(connection, "select pg_background_launch($q$" + job + "$q$)", "x int").get(0);
      gate.awaitArrival(Integer.parseInt(pid));
      assertEquals(
          "42704",
          Sql.error(
                  "42704", () -> Sql.value(connection, "select pg_background_detach(" + pid + ")"))
              .getSQLState());
      assertEquals(
          List.of("0|1|16"),
          read(
              connection,
              "select workers_active, workers_launched + 1, max_workers from pg_background_stats_v2()",
              "active int, launched int8, most int"));
      gate.open();
      Await.until(
          "the inner job has committed",
          () -> "1".equals(Sql.value(connection, "select count(*) from log")));
      Sql.execute(connection, "drop table log");
    }
  }

  @Test
  void each_job_counts_its_own_workers_by_the_settings_it_was_given() throws Exception {
    try (Connection connection = database.connect()) {
      Sql.execute(connection, "set pg_background.max_workers = 2");
      ServerErrorMessage error =
          Sql.error(
              "53400",
              () ->
                  read(
                      connection,
                      "select pg_background_launch('select ' || i) from generate_series(1, 3) as i",
                      "pid int"));
      assertEquals("Current limit is 2 concurrent workers per session.", error.getDetail());
      assertEquals(
          2,
          read(
                  connection,
                  "select pg_background_launch('select ' || i) from generate_series(1, 2) as i",
                  "pid int")
              .size());
    }
  }

  @Test
  void settings_and_identity_go_on_from_job_to_job() throws Exception {
    String role = "pgbackground_it_" + ProcessHandle.current().pid() + "_nested";
    try (Connection connection = database.connect()) {
      Sql.execute(connection, "create role " + role);
      Sql.execute(connection, "set role " + role);
      Sql.execute(connection, "set work_mem = '1234kB'");
      assertEquals(
          List.of(role + "|1234kB|2345kB"),
          read(
              connection,
              "set maintenance_work_mem = '2345kB'; select * from pg_background_result("
                  + "pg_background_launch($q$select current_user::text, current_setting('work_mem'),"
                  + " current_setting('maintenance_work_mem')$q$)) as (u text, w text, m text)",
              "u text, w text, m text"));
      Sql.execute(connection, "reset role");
      Sql.execute(connection, "drop role " + role);
    }
  }

  @Test
  void an_error_speaks_of_the_text_of_the_job() throws Exception {
    try (Connection connection = database.connect()) {
      ServerErrorMessage error =
          Sql.error(
              "42883", () -> read(connection, "select 1, pg_background_wait_v2(1, 2, 3)", "x int"));
      assertEquals(
          "function pg_background_wait_v2(integer, integer, integer) does not exist",
          error.getMessage());
      error = Sql.error("42703", () -> read(connection, "select pg_background_launch(y)", "x int"));
      assertEquals("select pg_background_launch(".length() + 1, error.getPosition());
    }
  }

  private Connection connect(String... properties) throws SQLException {
    Properties given = new Properties();
    for (int i = 0; i < properties.length; i += 2) {
      given.setProperty(properties[i], properties[i + 1]);
    }
    return database.connect(given);
  }

  @ParameterizedTest
  @ValueSource(strings = {"error", "queue"})
  void a_job_whose_job_finds_no_worker_ends(String overflow) throws Exception {
    try (Connection connection =
        connect(
            "pgbackground.maxWorkers", "1",
            "pgbackground.launchTimeout", "2000",
            "pgbackground.overflow", overflow)) {
      ServerErrorMessage error =
          Sql.error(
              "53000",
              () ->
                  read(
                      connection,
                      "select * from pg_background_result(pg_background_launch('select 1')) as (x"
                          + " int)",
                      "x int"));
      assertTrue(String.valueOf(error.getMessage()).contains("became free"), error.getMessage());
    }
  }
}
