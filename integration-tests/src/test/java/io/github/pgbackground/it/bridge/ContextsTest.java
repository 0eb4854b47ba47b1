package io.github.pgbackground.it.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.serving.Sql;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.util.PSQLWarning;

/** What an error's context says where the extension, which is in C, is in none of its lines. */
@ExtendWith(PostgresExtension.class)
class ContextsTest {
  private final TestDatabase database;

  ContextsTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void install() throws SQLException {
    Bridges.install(database);
    try (Connection connection = database.connect()) {
      Sql.execute(connection, "create table t (n int); create schema mine");
    }
  }

  @AfterEach
  void remove() throws SQLException {
    try (Connection connection = database.connect()) {
      Sql.execute(connection, "drop table t; drop schema mine cascade");
    }
    Bridges.remove(database);
  }

  private static void makeStored(Connection connection, String call) throws SQLException {
    Sql.execute(
        connection,
        "create or replace function mine.stored() returns trigger language plpgsql"
            + " as $body$ begin perform "
            + call
            + "; return null; end $body$;"
            + " create or replace function mine.stored_row() returns int"
            + " language plpgsql as $body$ begin perform "
            + call
            + "; return 1; end $body$");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "pg_background_detach(1)|42704",
        "pg_background_detach_v2(1, 2)|42704",
        "pg_background_cancel_v2_grace(1, 2, 3)|42704",
        "pg_background_progress(50)|0A000",
        "pg_background_wait_v2_timeout(1, 2, 3)|42704",
        "* from pg_background_result_v2(1, 2) as (n int)|42704",
        "* from pg_background_result(pg_background_launch('select 1')) as (n text)|42804",
      })
  void the_lines_are_those_of_the_code_that_calls(String call, String state) throws SQLException {
    String statement = "SQL statement \"SELECT " + call + "\"\n";
    try (Connection connection = database.connect()) {
      makeStored(connection, call);
      assertEquals(
          statement + "PL/pgSQL function mine.stored_row() line 1 at PERFORM",
          Sql.error(state, () -> Sql.value(connection, "select mine.stored_row()")).getWhere());
      assertEquals(
          statement + "PL/pgSQL function inline_code_block line 1 at PERFORM",
          Sql.error(
                  state, () -> Sql.execute(connection, "do $$ begin perform " + call + "; end $$"))
              .getWhere());
    }
  }

  @Test
  void notices_of_a_job_have_those_of_its_reader_too() throws SQLException {
    String reading =
        "x from pg_background_result(pg_background_launch('do $x$ begin raise notice ''said'';"
            + " end $x$')) as (x text)";
    try (Connection connection = database.connect()) {
      makeStored(connection, reading);
      String lines =
          "PL/pgSQL function inline_code_block line 1 at RAISE\nbackground worker, pid N";
      assertEquals(lines, contextOfNotice(connection, "select " + reading));
      assertEquals(
          lines
              + "\nSQL statement \"SELECT "
              + reading
              + "\"\nPL/pgSQL function mine.stored_row() line 1 at PERFORM",
          contextOfNotice(connection, "select mine.stored_row()"));
    }
  }

  /** The context of the only notice of a statement, with N for a pid. */
  private static String contextOfNotice(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
      PSQLWarning notice = assertInstanceOf(PSQLWarning.class, statement.getWarnings());
      assertNull(notice.getNextWarning());
      return String.valueOf(notice.getServerErrorMessage().getWhere())
          .replaceFirst("pid \\d+", "pid N");
    }
  }

  @Test
  void of_a_batch_and_of_rows_that_are_fetched_later_too() throws SQLException {
    String lines =
        "SQL statement \"SELECT pg_background_detach(1)\"\n"
            + "PL/pgSQL function mine.stored_row() line 1 at PERFORM";
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      makeStored(connection, "pg_background_detach(1)");
      connection.setAutoCommit(false);
      statement.addBatch("insert into t select mine.stored_row()");
      SQLException failed =
          assertThrows(BatchUpdateException.class, statement::executeBatch).getNextException();
      assertEquals(
          lines,
          Sql.error(
                  "42704",
                  () -> {
                    throw failed;
                  })
              .getWhere());
      connection.rollback();
      statement.setFetchSize(1);
      try (ResultSet rows =
          statement.executeQuery(
              "select case n when 3 then mine.stored_row() end from generate_series(1, 3) n")) {
        assertTrue(rows.next());
        assertTrue(rows.next());
        assertEquals(lines, Sql.error("42704", rows::next).getWhere());
      }
      connection.rollback();
    }
  }

  @Test
  void so_it_is_with_temporary_functions() throws SQLException {
    Bridges.remove(database);
    try (Connection connection = database.connect()) {
      assertEquals(
          "SQL statement \"SELECT pg_background_detach(1)\"\n"
              + "PL/pgSQL function inline_code_block line 1 at PERFORM",
          Sql.error(
                  "42704",
                  () ->
                      Sql.execute(
                          connection, "do $$ begin perform pg_background_detach(1); end $$"))
              .getWhere());
      assertNull(
          Sql.error(
                  "42704",
                  () ->
                      Sql.value(
                          connection, "select pg_background_detach(n) from (values (1)) v(n)"))
              .getWhere());
    }
  }

  @ParameterizedTest
  @EnumSource(Scene.Form.class)
  void those_of_a_wait_that_is_ended_and_of_rows_that_are_not_taken_too(Scene.Form form)
      throws SQLException {
    if (form == Scene.Form.TEMPORARY) {
      Bridges.remove(database);
    }
    String sleep =
        "* from pg_background_result(pg_background_launch('select pg_sleep(60)')) as (x text)";
    String longer =
        "x from pg_background_result(pg_background_launch('select ''abcd''::varchar'))"
            + " as r(x varchar(3))";
    try (Connection connection = database.connect()) {
      String canceled;
      try (Statement statement = connection.createStatement()) {
        statement.setQueryTimeout(3);
        canceled =
            Sql.error("57014", () -> statement.execute("do $$ begin perform " + sleep + "; end $$"))
                .getWhere();
      }
      assertEquals(
          "SQL statement \"SELECT "
              + sleep
              + "\"\nPL/pgSQL function inline_code_block line 1 at PERFORM",
          canceled);
      assertEquals(
          "SQL statement \"SELECT "
              + longer
              + "\"\nPL/pgSQL function inline_code_block line 1 at PERFORM",
          where("22001", connection, "do $$ begin perform " + longer + "; end $$"));
      Sql.execute(
          connection,
          "do $$ begin perform pg_background_cancel_v2(l.pid, l.cookie) from"
              + " pg_background_list_v2() as l(pid int, cookie bigint, launched_at timestamptz,"
              + " user_id oid, queue_size int, state text, sql_preview text, last_error text,"
              + " consumed bool); end $$");
    }
  }

  private static String where(String state, Connection connection, String sql) {
    return String.valueOf(Sql.error(state, () -> Sql.execute(connection, sql)).getWhere())
        .replaceAll("pid \\d+", "pid N");
  }

  @Test
  void at_commit_too() throws SQLException {
    try (Connection connection = database.connect()) {
      makeStored(connection, "pg_background_detach(1)");
      Sql.execute(
          connection,
          "create constraint trigger later after insert on t deferrable initially deferred"
              + " for each row execute function mine.stored()");
      connection.setAutoCommit(false);
      Sql.execute(connection, "insert into t values (1)");
      assertEquals(
          "SQL statement \"SELECT pg_background_detach(1)\"\n"
              + "PL/pgSQL function mine.stored() line 1 at PERFORM",
          Sql.error("42704", connection::commit).getWhere());
    }
  }

  @Test
  void what_others_raise_keeps_its_lines() throws SQLException {
    try (Connection connection = database.connect()) {
      Sql.execute(
          connection,
          "create function mine.pg_background_launch() returns int language plpgsql"
              + " as 'begin raise exception ''mine''; end'");
      assertEquals(
          "PL/pgSQL function mine.pg_background_launch() line 1 at RAISE",
          Sql.error("P0001", () -> Sql.value(connection, "select mine.pg_background_launch()"))
              .getWhere());
    }
  }
}
