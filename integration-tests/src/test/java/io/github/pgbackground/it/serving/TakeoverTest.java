package io.github.pgbackground.it.serving;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.jdbc.PgConnection;

/** What a job takes over from the session that launches it. */
@ExtendWith(PostgresExtension.class)
class TakeoverTest {
  private final TestDatabase database;

  TakeoverTest(TestDatabase database) {
    this.database = database;
  }

  private static String inWorker(Connection connection, String expression) throws SQLException {
    return Sql.result(
            connection, Sql.launch(connection, "select (" + expression + ")::text"), "v text")
        .get(0);
  }

  private static String setting(Connection connection, String name) throws SQLException {
    return inWorker(connection, "current_setting('" + name + "', true)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "search_path|\"A b\", 'it''s', public",
        "application_name|o'clock \\ \"x\"",
        "work_mem|12345kB",
        "statement_timeout|61s",
        "enable_seqscan|off",
        "timezone|Asia/Kathmandu",
        "extra_float_digits|-3",
        "default_transaction_isolation|serializable",
        "default_transaction_read_only|on",
        "lc_numeric|C",
      })
  void a_setting_of_the_session_is_the_workers(String name, String value) throws Exception {
    try (Connection connection = database.connect()) {
      Sql.value(connection, "select set_config('" + name + "', $v$" + value + "$v$, false)");
      assertEquals(
          Sql.value(connection, "select current_setting('" + name + "')"),
          setting(connection, name));
    }
  }

  @Test
  void a_setting_of_the_transaction_is_the_workers_until_its_end() throws Exception {
    try (Connection connection = database.connect()) {
      connection.setAutoCommit(false);
      String usual = setting(connection, "work_mem");
      Sql.execute(connection, "set local work_mem = '99MB'");
      assertEquals("99MB", setting(connection, "work_mem"));
      connection.rollback();
      assertEquals(usual, setting(connection, "work_mem"));
      connection.rollback();
    }
  }

  @Test
  void a_setting_that_changes_between_launches_changes_in_workers() throws Exception {
    try (Connection connection = database.connect()) {
      Sql.execute(connection, "set work_mem = '10MB'");
      assertEquals("10MB", setting(connection, "work_mem"));
      Sql.value(connection, "select set_config('work_mem', '20MB', false)");
      assertEquals("20MB", setting(connection, "work_mem"));
      Sql.execute(connection, "do $$ begin perform set_config('work_mem', '30MB', false); end $$");
      assertEquals("30MB", setting(connection, "work_mem"));
      connection.setSchema("pg_catalog");
      assertEquals("pg_catalog", setting(connection, "search_path"));
      connection.setClientInfo("ApplicationName", "client");
      assertEquals("client", setting(connection, "application_name"));
      Sql.execute(connection, "reset all");
      assertEquals("\"$user\", public", setting(connection, "search_path"));
    }
  }

  @Test
  void a_setting_changed_behind_the_drivers_back_is_noticed() throws Exception {
    try (Connection connection = database.connect()) {
      assertEquals("4MB", setting(connection, "work_mem"));
      Sql.execute(connection.unwrap(PgConnection.class), "set work_mem = '7MB'");
      assertEquals("7MB", setting(connection, "work_mem"));
    }
  }

  @Test
  void a_setting_that_an_argument_makes_is_the_workers() throws Exception {
    try (Connection connection = database.connect()) {
      assertEquals(
          "11MB",
          Sql.value(
              connection,
              "select * from pg_background_result(pg_background_launch('select"
                  + " current_setting(''work_mem'')' || left(set_config('work_mem', '11MB', false),"
                  + " 0))) as (v text)"));
    }
  }

  @Test
  void the_role_of_the_session_is_the_workers() throws Exception {
    try (Connection connection = database.connect()) {
      Sql.execute(
          connection,
          "drop role if exists \"Mr. Job\", other; create role \"Mr. Job\"; create role other");
      String login = Sql.value(connection, "select session_user");
      String who = "session_user || ',' || current_user || ',' || current_setting('role')";
      Sql.execute(connection, "set role \"Mr. Job\"");
      assertEquals(login + ",Mr. Job,Mr. Job", inWorker(connection, who));
      Sql.execute(connection, "reset role");
      assertEquals(login + "," + login + ",none", inWorker(connection, who));
      Sql.execute(connection, "set session authorization \"Mr. Job\"");
      assertEquals("Mr. Job,Mr. Job,none", inWorker(connection, who));
      Sql.execute(connection, "reset session authorization");
      connection.setAutoCommit(false);
      Sql.execute(connection, "set local role other");
      assertEquals(login + ",other,other", inWorker(connection, who));
      connection.rollback();
      assertEquals(login + "," + login + ",none", inWorker(connection, who));
      connection.rollback();
      connection.setAutoCommit(true);
      Sql.execute(connection, "drop role \"Mr. Job\", other");
    }
  }

  @Test
  void settings_and_temporary_tables_end_with_the_job() throws Exception {
    Properties one = new Properties();
    one.setProperty("pgbackground.maxWorkers", "1");
    try (Connection first = database.connect(one);
        Connection second = database.connect(one)) {
      Sql.execute(first, "set work_mem = '77MB'");
      int pid =
          Sql.launch(
              first,
              "create temp table mine (n int); set lock_timeout = 77; set role pg_monitor; prepare p"
                  + " as select 1; select pg_advisory_lock(7), pg_backend_pid()");
      Sql.rows(first, "select pg_background_result(" + pid + ")");
      assertEquals("4MB", setting(second, "work_mem"));
      assertEquals("0", setting(second, "lock_timeout"));
      assertEquals(Sql.value(second, "select current_user"), inWorker(second, "current_user"));
      assertEquals("0", inWorker(second, "select count(*) from pg_prepared_statements"));
      assertEquals("true", inWorker(second, "to_regclass('pg_temp.mine') is null"));
      assertEquals("true", inWorker(second, "pg_try_advisory_xact_lock(7)"));
    }
  }
}
