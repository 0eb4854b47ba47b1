package io.github.pgbackground.it.feeding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.serving.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A launch whose rows are fed happens once if the server would evaluate it, and else not at all.
 */
@ExtendWith(PostgresExtension.class)
class LaunchesTest {
  private static final String RESULT =
      "pg_background_result(pg_background_launch('insert into ran values (1) returning n'))";

  private final Connection connection;

  LaunchesTest(TestDatabase database) throws SQLException {
    this.connection = database.connect();
  }

  @BeforeEach
  void tables() throws SQLException {
    Sql.execute(
        connection,
        "create table ran(n int); create table empty(n int); create table existing(n int);"
            + " create function never() returns bool language sql stable as 'select false'");
  }

  @AfterEach
  void close() throws SQLException {
    connection.setAutoCommit(true);
    Sql.execute(connection, "drop table ran, empty, existing cascade; drop function never");
    connection.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "select n + 1 from RESULT as (n int) where n > 5",
        "select count(*) from RESULT as (n int) where n > (select 5)",
        "select n from RESULT as (n int) order by n limit 1 offset 3",
        "select (select n from RESULT as (n int)) as one, exists (select from RESULT as (n int))",
        "with r as (select n from RESULT as (n int)) select n from r union all select 2",
        "insert into empty select n from RESULT as (n int) returning n",
        "create temp table made as select n from RESULT as (n int)",
        "select * from rows from (RESULT as (n int), generate_series(1, 3)) as z",
      })
  void what_is_certain_is_launched_once_for_each_call(String sql) throws Exception {
    Sql.execute(connection, sql.replace("RESULT", RESULT));
    int calls = sql.split("RESULT", -1).length - 1;
    assertEquals(String.valueOf(calls), Sql.value(connection, "select count(*) from ran"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "create table existing as select n + 1 from RESULT as (n int)|42P07",
        "insert into nosuch select n + 1 from RESULT as (n int)|42P01",
        "select nosuch from RESULT as (n int) where n > 0|42703",
        "select n / (1 / 0) from RESULT as (n int)|22012",
      })
  void what_the_server_refuses_is_not_launched(String sql, String state) throws Exception {
    Sql.error(state, () -> Sql.execute(connection, sql.replace("RESULT", RESULT)));
    assertEquals("0", Sql.value(connection, "select count(*) from ran"));
  }

  @Test
  void what_only_running_a_statement_shows_comes_after_the_launch() throws Exception {
    Sql.execute(
        connection,
        "create function refuse() returns trigger language plpgsql as $$begin raise 'no'; end$$;"
            + " create trigger refuse before insert on empty execute function refuse()");
    try {
      Sql.error(
          "P0001",
          () ->
              Sql.execute(
                  connection, "insert into empty select n + 1 from " + RESULT + " as (n int)"));
    } finally {
      Sql.execute(connection, "drop function refuse cascade");
    }
    assertEquals("1", Sql.value(connection, "select count(*) from ran"));
  }

  @Test
  void nobody_launches_who_may_not_run_the_statement() throws Exception {
    Sql.execute(connection, "create role feeding_nobody; grant select on ran to feeding_nobody");
    try {
      Sql.execute(connection, "set role feeding_nobody");
      Sql.error(
          "42501",
          () ->
              Sql.execute(
                  connection, "insert into empty select n + 1 from " + RESULT + " as (n int)"));
    } finally {
      Sql.execute(connection, "reset role; drop owned by feeding_nobody; drop role feeding_nobody");
    }
    assertEquals("0", Sql.value(connection, "select count(*) from ran"));
  }

  /** The documented difference: the extension's server looks at that right before it evaluates. */
  @Test
  void without_the_right_to_make_its_table_a_statement_fails_as_the_server_says_but_has_read()
      throws Exception {
    Sql.execute(
        connection,
        "create schema closed; create role feeding_nobody; grant usage on schema closed to"
            + " feeding_nobody; grant select, insert on ran to feeding_nobody");
    try {
      Sql.execute(connection, "set role feeding_nobody");
      int pid = Sql.launch(connection, "select 1");
      for (String source : new String[] {RESULT, "pg_background_result(" + pid + ")"}) {
        assertEquals(
            "permission denied for schema closed",
            Sql.error(
                    "42501",
                    () ->
                        Sql.execute(
                            connection,
                            "create table closed.made as select n from " + source + " as (n int)"))
                .getMessage());
      }
      assertEquals("1", Sql.value(connection, "select count(*) from ran"));
      Sql.error("42704", () -> Sql.result(connection, pid, "n int"));
      assertNull(Sql.value(connection, "select to_regclass('closed.made')"));
    } finally {
      Sql.execute(
          connection,
          "reset role; drop owned by feeding_nobody; drop role feeding_nobody; drop schema closed");
    }
  }
}
