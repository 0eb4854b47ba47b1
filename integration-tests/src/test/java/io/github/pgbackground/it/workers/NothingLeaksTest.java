package io.github.pgbackground.it.workers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.serving.Await;
import io.github.pgbackground.it.serving.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.util.ServerErrorMessage;

/** What a job does to its worker, the next job on the same worker and the session do not see. */
@ExtendWith(PostgresExtension.class)
class NothingLeaksTest {
  private final TestDatabase database;

  NothingLeaksTest(TestDatabase database) {
    this.database = database;
  }

  private Connection connectWithOneWorker() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("pgbackground.maxWorkers", "1");
    return database.connect(properties);
  }

  private static void run(Connection connection, String job) throws SQLException {
    int pid = Sql.launch(connection, job);
    Sql.rows(connection, "select pg_background_result(" + pid + ")");
  }

  private static String inWorker(Connection connection, String expression) throws SQLException {
    return Sql.value(
        connection,
        "select * from pg_background_result(pg_background_launch($job$select ("
            + expression
            + ")::text$job$)) as (value text)");
  }

  /** A server tells what a job has left behind, as it was before: the same for all three. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "set work_mem = '77MB'~current_setting('work_mem')",
        "set my.leftover = 'mine'~current_setting('my.leftover', true)",
        "do 'begin perform set_config(''my.done'', ''mine'', false); end'~"
            + "current_setting('my.done', true)",
        "select set_config('my.' || 'computed', 'mine', false)~"
            + "current_setting('my.computed', true)",
        "set role pg_monitor~current_user",
        "set session authorization pg_monitor~session_user || current_user",
        "create temp table mine (n int)~to_regclass('pg_temp.mine')",
        "create temp view mine as select 1~to_regclass('pg_temp.mine')",
        "create function pg_temp.mine() returns int language sql as 'select 1'~"
            + "to_regproc('pg_temp.mine')",
        "prepare mine as select 1~(select count(*) from pg_prepared_statements)",
        "select pg_advisory_lock(4711), pg_advisory_lock_shared(4712)~"
            + "(select count(*) from pg_locks where locktype = 'advisory' and objid in (4711,"
            + " 4712))",
        "declare mine cursor with hold for select 1~(select count(*) from pg_cursors where name = 'mine')",
        "set session characteristics as transaction read only~"
            + "current_setting('transaction_read_only')",
        "set time zone 'Asia/Tokyo'~current_setting('timezone')",
        "set search_path = pg_catalog~current_setting('search_path')",
        "set standard_conforming_strings = off~current_setting('standard_conforming_strings')",
        "set temp_buffers = '2MB'; create temp table buffered as select 1~"
            + "current_setting('temp_buffers')",
      })
  void what_a_job_does_is_seen_by_nobody_else(String job, String look) throws SQLException {
    try (Connection connection = connectWithOneWorker();
        Connection other = connectWithOneWorker()) {
      String before = Sql.value(connection, "select (" + look + ")::text");
      run(connection, job);
      assertEquals(before, inWorker(connection, look), "in the next job");
      assertEquals(before, inWorker(other, look), "in the next job of another session");
      assertEquals(before, Sql.value(connection, "select (" + look + ")::text"), "in the session");
    }
  }

  @Test
  void a_job_that_failed_leaves_nothing_either() throws SQLException {
    try (Connection connection = connectWithOneWorker()) {
      int pid = Sql.launch(connection, "set my.failed = 'mine'; prepare p as select 1; select 1/0");
      Sql.error("22012", () -> Sql.result(connection, pid, "n int"));
      assertEquals(
          "true0",
          inWorker(
              connection,
              "(current_setting('my.failed', true) is null)::text || (select count(*) from"
                  + " pg_prepared_statements)"));
    }
  }

  @Test
  void the_last_value_of_a_sequence_is_the_jobs_own() throws SQLException {
    try (Connection connection = connectWithOneWorker()) {
      Sql.execute(connection, "create sequence counter");
      run(connection, "select nextval('counter')");
      Sql.error("55000", () -> inWorker(connection, "lastval()"));
      Sql.error("55000", () -> inWorker(connection, "currval('counter')"));
      Sql.error("55000", () -> Sql.value(connection, "select lastval()"));
    }
  }

  @Test
  void a_seed_is_the_jobs_own() throws SQLException {
    try (Connection connection = connectWithOneWorker()) {
      run(connection, "select setseed(0.5)");
      String first = inWorker(connection, "random()");
      run(connection, "select setseed(0.5)");
      assertNotEquals(first, inWorker(connection, "random()"));
    }
  }

  @Test
  void a_custom_setting_of_one_session_does_not_exist_for_another() throws SQLException {
    try (Connection first = connectWithOneWorker();
        Connection second = connectWithOneWorker()) {
      Sql.execute(first, "set my.own = 'first'");
      assertEquals("first", inWorker(first, "current_setting('my.own')"));
      ServerErrorMessage error =
          Sql.error("42704", () -> inWorker(second, "current_setting('my.own')"));
      assertEquals("unrecognized configuration parameter \"my.own\"", error.getMessage());
      Sql.execute(second, "set my.own = 'second'");
      assertEquals("second", inWorker(second, "current_setting('my.own')"));
      assertEquals("first", inWorker(first, "current_setting('my.own')"));
    }
  }

  @Test
  void a_worker_with_the_same_custom_settings_is_used_again() throws SQLException {
    try (Connection connection = connectWithOneWorker()) {
      Sql.execute(connection, "set my.own = 'first'");
      String pid = inWorker(connection, "pg_backend_pid()");
      Sql.execute(connection, "set my.own = 'second'");
      assertEquals(pid, inWorker(connection, "pg_backend_pid()"));
      assertEquals("second", inWorker(connection, "current_setting('my.own')"));
    }
  }

  @Test
  void local_buffers_that_are_in_use_do_not_keep_a_session_from_its_own() throws SQLException {
    try (Connection connection = connectWithOneWorker()) {
      run(connection, "create temp table buffered as select 1");
      Sql.execute(connection, "set temp_buffers = '3MB'");
      assertEquals("3MB", inWorker(connection, "current_setting('temp_buffers')"));
      run(connection, "create temp table buffered as select 1");
      Sql.execute(connection, "set temp_buffers = '4MB'");
      assertEquals("4MB", inWorker(connection, "current_setting('temp_buffers')"));
    }
  }

  @Test
  void a_reload_that_a_session_has_seen_is_not_missed_by_an_older_worker() throws Exception {
    try (Connection admin = database.connectPlain();
        Connection connection = connectWithOneWorker()) {
      String usual = Sql.value(connection, "select current_setting('vacuum_cost_page_miss')");
      Sql.execute(connection, "set vacuum_cost_page_miss = 9");
      assertEquals("9", inWorker(connection, "current_setting('vacuum_cost_page_miss')"));
      Sql.execute(connection, "set vacuum_cost_page_miss = " + usual);
      String loaded = "select pg_conf_load_time()";
      String before = String.valueOf(Sql.value(connection, loaded));
      try {
        Sql.execute(admin, "alter system set vacuum_cost_page_miss = 8");
        Sql.value(admin, "select pg_reload_conf()");
        Await.until(
            "the session has seen the reload", () -> !before.equals(Sql.value(connection, loaded)));
        assertEquals(
            usual, Sql.value(connection, "select current_setting('vacuum_cost_page_miss')"));
        assertEquals(usual, inWorker(connection, "current_setting('vacuum_cost_page_miss')"));
      } finally {
        Sql.execute(admin, "alter system reset vacuum_cost_page_miss");
        Sql.value(admin, "select pg_reload_conf()");
      }
    }
  }

  @Test
  void a_setting_that_pgjdbc_cannot_live_with_is_refused_by_name() throws SQLException {
    try (Connection connection = connectWithOneWorker()) {
      Sql.execute(connection, "create table kept (n int)");
      ServerErrorMessage error =
          Sql.error(
              "0A000",
              () -> run(connection, "insert into kept values (1); set datestyle = 'German'"));
      assertEquals(
          "parameter \"DateStyle\" cannot be set to \"German\" in a background worker",
          error.getMessage());
      assertEquals("0", Sql.value(connection, "select count(*) from kept"));
    }
  }

  @Test
  void the_outcome_is_known_when_a_function_sets_what_pgjdbc_cannot_live_with()
      throws SQLException {
    try (Connection connection = connectWithOneWorker()) {
      Sql.execute(
          connection,
          "create table known (n int); create function keep() returns int language plpgsql as $$"
              + " begin insert into known values (1); perform set_config('datestyle', 'Ger' ||"
              + " 'man', false); return 1; end $$");
      assertEquals("1", inWorker(connection, "keep()"));
      assertEquals("1", Sql.value(connection, "select count(*) from known"));
      int pid = Sql.launch(connection, "do 'begin perform keep(); end'");
      assertEquals("[DO]", Sql.result(connection, pid, "tag text").toString());
      assertEquals("2", Sql.value(connection, "select count(*) from known"));
    }
  }

  @Test
  void how_strings_are_read_does_not_change_within_a_text() throws SQLException {
    try (Connection connection = connectWithOneWorker()) {
      String off = "set standard_conforming_strings = off; ";
      int plain = Sql.launch(connection, off + "select 'a' || E'\\\\b'");
      assertEquals("[a\\b]", Sql.result(connection, plain, "v text").toString());
      int other = Sql.launch(connection, off + "select 'a\\\\b'");
      assertEquals("[a\\\\b]", Sql.result(connection, other, "v text").toString());
      Sql.execute(connection, off);
      int same = Sql.launch(connection, "select 'a\\\\b'");
      assertEquals("[a\\b]", Sql.result(connection, same, "v text").toString());
    }
  }
}
