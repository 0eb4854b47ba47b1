package io.github.pgbackground.it.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.serving.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.util.ServerErrorMessage;

/** The rows of a job inside PL/pgSQL have the types that the job gave them, or are refused. */
@ExtendWith(PostgresExtension.class)
class RowTypesTest {
  private static final String MISMATCH =
      "remote query result rowtype does not match the specified FROM clause rowtype";

  private final TestDatabase database;
  private Connection connection;

  RowTypesTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void connect() throws SQLException {
    connection = database.connect();
    Sql.execute(
        connection,
        "create type mood as enum ('sad', 'ok'); create type pair as (n int, t text);"
            + " create domain small as int check (value < 10);"
            + " create domain word as varchar(3)");
  }

  @AfterEach
  void close() throws SQLException {
    Sql.execute(connection, "drop domain small, word; drop type mood, pair");
    connection.close();
  }

  /** What a DO block says of each row of a job. */
  private List<String> rows(String job, String columns) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "do $do$ declare r record; begin for r in select * from pg_background_result("
              + "pg_background_launch($job$"
              + job
              + "$job$)) as ("
              + columns
              + ") loop raise notice '%', r; end loop; end $do$");
      return Sql.messages(statement.getWarnings());
    }
  }

  private ServerErrorMessage refused(String sqlState, String job, String columns) {
    return Sql.error(sqlState, () -> rows(job, columns));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "select 1, null::int, 'it''s \\ \"so\"'; a int, b int, c text; (1,,\"it's \\\\ \"\"so\"\"\")",
        "select 1.10::numeric(10,2), 'abc'::varchar(5); a numeric(10,2), b varchar(5); (1.10,abc)",
        "select 'x'::char(3), 'x'::bpchar, '01'::bit(2); a char(3), b bpchar, c bit(2);"
            + " (\"x  \",x,01)",
        "select array[1, null, 3], array[['a,b', '}{']]; a int[], b text[];"
            + " \"(\"\"{1,NULL,3}\"\",\"\"{{\"\"\"\"a,b\"\"\"\",\"\"\"\"}{\"\"\"\"}}\"\")\"",
        "select '{}'::int[], null::text[]; a int[], b text[]; ({},)",
        "select row(1, 'x')::pair, array[row(2, 'y')::pair]; a pair, b pair[];"
            + " \"(\"\"(1,x)\"\",\"\"{\"\"\"\"(2,y)\"\"\"\"}\"\")\"",
        "select 'ok'::mood, array['sad']::mood[]; a mood, b mood[]; (ok,{sad})",
        "select 9::small, 'abc'::word, array[8::small]; a int, b varchar(3), c small[];"
            + " (9,abc,{8})",
        "select '{\"a\": [1]}'::json, '[2]'::jsonb, '\\x00ff'::bytea; a json, b jsonb, c bytea;"
            + " \"(\"\"{\"\"\"\"a\"\"\"\": [1]}\"\",[2],\"\"\\\\x00ff\"\")\"",
        "select '2026-01-02 03:04:05.678'::timestamp, '1 day'::interval, '[1,2)'::int4range;"
            + " a timestamp, b interval, c int4range;"
            + " (\"2026-01-02 03:04:05.678\",\"1 day\",\"[1,2)\")",
        "create temp table made (); a text; (\"CREATE TABLE\")",
      })
  void values_of_all_kinds_arrive(String job, String columns, String row) throws SQLException {
    String expected =
        row.startsWith("\"") ? row.substring(1, row.length() - 1).replace("\"\"", "\"") : row;
    assertEquals(List.of(expected), rows(job, columns));
  }

  @Test
  void a_null_is_one_however_the_session_reads_arrays() throws SQLException {
    Sql.execute(connection, "set array_nulls = off");
    assertEquals(
        List.of("(,,\"{1,NULL}\",1.6)"),
        rows(
            "select null::text, null::int, array[1, null], 1.55::numeric",
            "a text, b int, c int[], d numeric(5,1)"));
    assertEquals(List.of("(off)"), rows("show array_nulls", "a text"));
    assertNull(refused("P0001", "do $$ begin raise 'no detail'; end $$", "a text").getDetail());
    assertEquals(
        "t",
        Sql.value(
            connection,
            "select last_error is null from generate_series(1, 1), pg_background_list_v2() as (pid"
                + " int, cookie bigint, launched_at timestamptz, user_id oid, queue_size int, state"
                + " text, sql_preview text, last_error text, consumed bool) where pid ="
                + Sql.launch(connection, "select 1")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select n, pg_background_result(pg_background_launch('select 1')) from generate_series(1, 2) n",
        "do $$ begin perform pg_background_result(pg_background_launch('select 1')); end $$",
      })
  void records_of_an_unknown_type_are_refused_as_by_the_extension(String sql) {
    ServerErrorMessage error = Sql.error("0A000", () -> Sql.execute(connection, sql));
    assertEquals(
        "function returning record called in context that cannot accept type record",
        error.getMessage());
    assertEquals("Call it in FROM with a column definition list.", error.getHint());
    String where = String.valueOf(error.getWhere());
    assertFalse(where.contains("PL/pgSQL function pg"), where);
  }

  @Test
  void what_a_value_raises_is_not_taken_for_that() throws SQLException {
    Sql.execute(
        connection,
        "create function choose(int) returns bool language plpgsql as $$ begin if"
            + " current_setting('my.reader', true) = 'yes' then raise exception using errcode ="
            + " '0A000', message = 'not by a reader'; end if; return true; end $$; create domain"
            + " chosen as int check (choose(value)); create type choice as (n chosen)");
    assertEquals(
        "not by a reader",
        Sql.error(
                "0A000",
                () ->
                    Sql.execute(
                        connection,
                        "do $$ declare pid int := pg_background_launch('select row(5)::choice'); begin"
                            + " perform set_config('my.reader', 'yes', true);"
                            + " perform x from pg_background_result(pid) as (x choice); end $$"))
            .getMessage());
    Sql.execute(connection, "drop type choice; drop domain chosen; drop function choose(int)");
  }

  @Test
  void no_rows_and_many_rows_are_as_many() throws SQLException {
    assertEquals(List.of(), rows("select 1 where false", "n int"));
    assertEquals(List.of("(1)", "(2)", "(3)"), rows("select generate_series(1, 3)", "n int"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "select 1.2345; x numeric(5,1); (1.2)",
        "select 1.2345::numeric(10,2); x numeric; (1.23)",
        "select 1.2345::numeric(10,4), 7, 'abc'::varchar; x numeric(5,1), n int, t varchar(3);"
            + " (1.2,7,abc)",
        "select 'abc'::varchar(9), null::varchar; x varchar(5), y varchar(1); (abc,)",
        "select 'a'::bpchar; x char(3); (\"a  \")",
        "select '2026-01-02 03:04:05.678'::timestamp; x timestamp(0); (\"2026-01-02 03:04:06\")",
        "select array[1.25, null]; x numeric(5,1)[]; (\"{1.3,NULL}\")",
        "select array[1.25::numeric(10,2)]; x numeric[]; ({1.25})",
        "select array[['abc'::varchar(9), 'd,e']], '[2:3]={7,8}'::int[]; x varchar(3)[], n int[];"
            + " (\"{{abc,\"\"d,e\"\"}}\",\"[2:3]={7,8}\")",
        "select '{}'::timestamp[], array['2026-01-02 03:04:05.678'::timestamp];"
            + " x timestamp(0)[], y timestamp(0)[]; ({},\"{\"\"2026-01-02 03:04:06\"\"}\")",
        "select '2026-01-02 03:04:05.678+00'::timestamptz(3), '1:02:03.456'::time;"
            + " x timestamptz, y time(1); (\"2026-01-02 03:04:05.678+00\",01:02:03.5)",
      })
  void the_callers_lengths_and_precisions_are_applied(String job, String columns, String row)
      throws SQLException {
    Sql.execute(connection, "set timezone = 'UTC'");
    assertEquals(List.of(row), rows(job, columns));
  }

  @Test
  void a_value_too_long_for_the_caller_is_refused_and_not_cut_off() {
    assertEquals(
        "value too long for type character varying(5)",
        refused("22001", "select 'abcdef'::varchar(10)", "x varchar(5)").getMessage());
    assertEquals(
        "value too long for type character varying(3)",
        refused("22001", "select array['a', 'abcd']::varchar[]", "x varchar(3)[]").getMessage());
    assertEquals(
        "bit string length 3 does not match type bit(2)",
        refused("22026", "select '101'::bit(3)", "x bit(2)").getMessage());
    assertEquals(
        "numeric field overflow",
        refused("22003", "select 12345::numeric", "x numeric(3,1)").getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select 1; x text",
        "select 1; x bigint",
        "select 'a'::text; x varchar",
        "select 1, 2; x int",
        "select 1; x int, y int",
        "select from generate_series(1, 2); x int",
        "select 9::small; x small",
        "select 'ok'::mood; x text",
        "select row(1, 'x'); x pair",
        "select pg_sleep(0); x text",
        "select array[1]; x bigint[]",
        "select 1.5, 'a'::text; x numeric(5,1), y varchar(3)",
      })
  void rows_of_other_types_are_refused_as_by_the_extension(String both) {
    String[] parts = both.split(";", 2);
    ServerErrorMessage error = refused("42804", parts[0], parts[1]);
    assertEquals(MISMATCH, error.getMessage());
    assertEquals(null, error.getDetail());
  }

  @Test
  void a_command_tag_is_one_text() {
    assertEquals(
        "remote query did not return a result set, but result rowtype is not a single text column",
        refused("42804", "create temp table made ()", "x int").getMessage());
  }

  @Test
  void a_refusal_can_be_caught_and_the_block_goes_on() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "do $$ declare n int; begin"
              + " begin perform * from pg_background_result(pg_background_launch('select 1')) as (x text);"
              + " exception when datatype_mismatch then raise notice '%', sqlerrm; end;"
              + " begin perform * from pg_background_result(pg_background_launch('select 1 / 0')) as (x int);"
              + " exception when division_by_zero then raise notice '%', sqlerrm; end;"
              + " begin n := pg_background_launch('select 2'); raise exception 'after the launch';"
              + " exception when raise_exception then"
              + " select x into n from pg_background_result(n) as (x int); end;"
              + " raise notice '%', n; end $$");
      assertEquals(
          List.of(MISMATCH, "division by zero", "2"), Sql.messages(statement.getWarnings()));
    }
  }

  @Test
  void an_error_has_all_that_the_job_said() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "do $$ declare d text; h text; begin"
              + " perform * from pg_background_result(pg_background_launch($job$ do $x$ begin"
              + " raise exception using errcode = 'AB123', message = 'm', detail = 'd', hint = 'h';"
              + " end $x$ $job$)) as (x text);"
              + " exception when others then get stacked diagnostics d = pg_exception_detail,"
              + " h = pg_exception_hint; raise notice '% % % %', sqlstate, sqlerrm, d, h; end $$");
      assertEquals(List.of("AB123 m d h"), Sql.messages(statement.getWarnings()));
    }
  }
}
