package io.github.pgbackground.it.feeding;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.serving.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
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
        "select n + 1 from RESULT as (n int) where false|0A000",
        "select n + 1 from RESULT as (n int) where null|0A000",
        "select n + 1 from RESULT as (n int) where 1 = 2|0A000",
        "select n + 1 from RESULT as (n int) where n > 1 and never()|0A000",
        "select n + 1 from RESULT as (n int) where current_user = 'nobody'|0A000",
        "select n + 1 from RESULT as (n int) where (select false)|0A000",
        "select 1 from RESULT as (n int) having true|0A000",
        "select count(*) from RESULT as (n int) having false|0A000",
        "select n + 1 from RESULT as (n int) where n in (select e.n from empty e)|0A000",
        "select n + 1 from RESULT as (n int) where exists (select from empty e where e.n = 1)|0A000",
        "select r.n from RESULT as r(n int), empty|0A000",
        "select n + 1 from RESULT as (n int) limit 0|0A000",
        "with r as (select n from RESULT as (n int)) select 1|0A000",
        "create temp table if not exists made as select n from RESULT as (n int) with no data|0A000",
        "create table if not exists existing as select n + 1 from RESULT as (n int)|0A000",
        "create table existing as select n + 1 from RESULT as (n int)|42P07",
        "insert into nosuch select n + 1 from RESULT as (n int)|42P01",
        "select nosuch from RESULT as (n int) where n > 0|42703",
        "select n / (1 / 0) from RESULT as (n int)|22012",
      })
  void what_is_not_certain_is_not_launched(String sql, String state) throws Exception {
    Sql.error(state, () -> Sql.execute(connection, sql.replace("RESULT", RESULT)));
    assertEquals("0", Sql.value(connection, "select count(*) from ran"));
  }

  @Test
  void a_value_that_is_known_only_when_it_is_run_can_make_it_uncertain() throws Exception {
    try (PreparedStatement statement =
        connection.prepareStatement("select n + 1 from " + RESULT + " as (n int) where ?")) {
      statement.setBoolean(1, false);
      Sql.error("0A000", statement::executeQuery);
      assertEquals("0", Sql.value(connection, "select count(*) from ran"));
      statement.setBoolean(1, true);
      assertEquals(List.of("2"), Sql.rows(statement.executeQuery()));
    }
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

  @Test
  void in_a_transaction_a_refusal_aborts_it_as_an_error_does() throws Exception {
    connection.setAutoCommit(false);
    Sql.error(
        "0A000",
        () -> Sql.execute(connection, "select n from " + RESULT + " as (n int) where false"));
    Sql.error("25P02", () -> Sql.value(connection, "select 1"));
    connection.rollback();
  }

  @Test
  void an_argument_that_depends_on_a_row_is_refused() throws Exception {
    int pid = Sql.launch(connection, "select 42");
    String error =
        String.valueOf(
            Sql.error(
                    "0A000",
                    () ->
                        Sql.rows(
                            connection,
                            "select r.x from (values ("
                                + pid
                                + ")) as k(pid), pg_background_result(k.pid) as r(x int)"))
                .getHint());
    assertEquals("Run one statement for each row, and pass the value as a parameter.", error);
    assertEquals(
        List.of("42"),
        Sql.rows(
            connection, "select x + 0 from pg_background_result((select " + pid + ")) as (x int)"));
  }
}
