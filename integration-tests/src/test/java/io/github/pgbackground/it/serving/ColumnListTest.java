package io.github.pgbackground.it.serving;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Column definition lists: what they are checked against, and what they do to values. */
@ExtendWith(PostgresExtension.class)
class ColumnListTest {
  private static final String MISMATCH =
      "remote query result rowtype does not match the specified FROM clause rowtype";

  private final Connection connection;

  ColumnListTest(TestDatabase database) throws SQLException {
    this.connection = database.connect();
  }

  @BeforeEach
  void types() throws SQLException {
    Sql.execute(
        connection,
        "create schema one; create type one.mood as enum ('good', 'bad');"
            + " create schema two; create type two.mood as enum ('good', 'bad');"
            + " create domain one.positive as int check (value > 0);"
            + " create type one.pair as (a int, b text)");
  }

  @AfterEach
  void close() throws SQLException {
    Sql.execute(connection, "reset all; drop schema one cascade; drop schema two cascade");
    connection.close();
  }

  private List<String> result(String job, String columns) throws SQLException {
    return Sql.result(connection, Sql.launch(connection, job), columns);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "select 1|a bigint",
        "select 1|a text",
        "select 1::bigint|a int",
        "select 'a'|a varchar",
        "select 'a'::varchar|a text",
        "select 'a'::name|a text",
        "select 1.5|a float",
        "select now()|a timestamp",
        "select array[1]|a int",
        "select 1|a int[]",
        "select 1|a int, b int",
        "select 1, 2|a int",
        "select 1, 'a'::text|a text, b int",
        "select null|a int",
        "select|a int",
      })
  void other_columns_than_the_jobs_are_refused(String job, String columns) throws Exception {
    assertEquals(MISMATCH, Sql.error("42804", () -> result(job, columns)).getMessage());
  }

  @Test
  void a_domain_is_no_type_that_a_job_gives() throws Exception {
    assertEquals(
        MISMATCH, Sql.error("42804", () -> result("select 1", "a one.positive")).getMessage());
    assertEquals(
        MISMATCH,
        Sql.error("42804", () -> result("select 1::one.positive", "a one.positive")).getMessage());
    assertEquals(List.of("1"), result("select 1::one.positive", "a int"));
  }

  @Test
  void a_users_type_is_the_one_on_the_search_path() throws Exception {
    for (String schema : new String[] {"one", "two", "one"}) {
      Sql.execute(connection, "set search_path = " + schema);
      assertEquals(List.of("good"), result("select 'good'::mood", "m mood"));
      assertEquals(List.of("{bad}"), result("select array['bad'::mood]", "m mood[]"));
      assertEquals(List.of("bad"), result("select 'bad'::mood", "m " + schema + ".mood"));
      assertEquals(
          MISMATCH,
          Sql.error(
                  "42804",
                  () ->
                      result(
                          "select 'bad'::mood",
                          "m " + (schema.equals("one") ? "two" : "one") + ".mood"))
              .getMessage());
    }
  }

  @Test
  void a_type_that_was_made_anew_is_looked_up_anew() throws Exception {
    assertEquals(List.of("good"), result("select 'good'::one.mood", "m one.mood"));
    Sql.execute(connection, "drop type one.mood; create type one.mood as enum ('new')");
    assertEquals(List.of("new"), result("select 'new'::one.mood", "m one.mood"));
  }

  @Test
  void a_composite_type_keeps_its_name_and_value() throws Exception {
    int pid = Sql.launch(connection, "select row(1, 'a b')::one.pair");
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select * from pg_background_result(" + pid + ") as (p one.pair)")) {
      row.next();
      assertEquals("\"one\".\"pair\"", row.getMetaData().getColumnTypeName(1));
      assertEquals("(1,\"a b\")", row.getString(1));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "null",
      value = {
        "select 1.25|numeric(5,1)|1.3",
        "select -1.25|numeric(5,1)|-1.3",
        "select 1.23456::numeric(10,5)|numeric(5,1)|1.2",
        "select 'NaN'::numeric|numeric(5,1)|NaN",
        "select null::numeric|numeric(5,1)|null",
        "select 1.25|numeric|1.25",
        "select 'ab'::varchar|varchar(3)|ab",
        "select 'abc   '::varchar|varchar(3)|abc",
        "select 'ab'::varchar(10)|varchar(3)|ab",
        "select 'ab'::char(2)|char(5)|'ab   '",
        "select 'ab   '::char(5)|char(2)|ab",
        "select 'äö'::varchar|varchar(2)|äö",
        "select B'101'::varbit|varbit(3)|101",
        "select timestamp '2024-01-01 00:00:00.6'|timestamp(0)|2024-01-01 00:00:01",
        "select time '00:00:00.15'|time(1)|00:00:00.2",
        "select interval '1.26 s'|interval(1)|00:00:01.3",
        "select interval '1 day 2 hours'|interval day|1 day",
        "select array[1.25, null, 2]|numeric(5,1)[]|{1.3,NULL,2.0}",
        "select array['a'::varchar, 'b,c']|varchar(3)[]|{a,\"b,c\"}",
        "select array['a'::char(2)]|char(3)[]|{\"a  \"}",
      })
  void a_value_is_brought_under_the_callers_modifiers(String job, String type, String expected)
      throws Exception {
    assertEquals(List.of(String.valueOf(expected)), result(job, "x " + type));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "select 'abcd'::varchar|varchar(3)|22001|value too long for type character varying(3)",
        "select 'abcd'::char(4)|char(3)|22001|value too long for type character(3)",
        "select 12345.67|numeric(5,1)|22003|numeric field overflow",
        "select B'1010'|bit(3)|22026|bit string length 4 does not match type bit(3)",
        "select B'1010'::varbit|varbit(3)|22001|bit string too long for type bit varying(3)",
        "select array['abcd'::varchar]|varchar(3)[]|22001|value too long for type character"
            + " varying(3)",
      })
  void a_value_that_does_not_fit_the_callers_modifiers_is_an_error(
      String job, String type, String sqlState, String message) throws Exception {
    assertEquals(message, Sql.error(sqlState, () -> result(job, "x " + type)).getMessage());
  }

  @Test
  void modifiers_change_only_the_columns_that_have_them() throws Exception {
    String text = "it's \"quoted\", {braced}, \\back\\, \t tab,\n line, grüße \uD83D\uDE00, null";
    int pid =
        Sql.launch(
            connection,
            "select $$"
                + text
                + "$$::text, 1.25, $$"
                + text
                + "$$::varchar, null::varchar, ''::varchar, 2.25 from generate_series(1, 3)");
    String row = String.join("|", text, "1.3", text, "null", "", "2.25");
    assertEquals(
        List.of(row, row, row),
        Sql.result(
            connection,
            pid,
            "a text, \"B \"\" b\" numeric(5,1), c varchar(200), d varchar(3), e varchar(3), f"
                + " numeric"));
  }

  @Test
  void many_rows_are_brought_under_modifiers() throws Exception {
    List<String> rows =
        result("select i + 0.25 from generate_series(1, 25000) i", "x numeric(10,1)");
    assertEquals(25000, rows.size());
    assertEquals("1.3", rows.get(0));
    assertEquals("25000.3", rows.get(24_999));
  }

  @Test
  void a_select_list_picks_reorders_and_names_columns() throws Exception {
    int pid = Sql.launch(connection, "select 1, 'two'::text, 3.25");
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select c as \"Third\", r.a, r.*, A one, \"c\" from pg_background_result("
                    + pid
                    + ") as r(a int, \"B\" text, c numeric(5,1))")) {
      ResultSetMetaData columns = row.getMetaData();
      String labels = "";
      for (int i = 1; i <= columns.getColumnCount(); i++) {
        labels += columns.getColumnLabel(i) + " " + columns.getColumnTypeName(i) + ",";
      }
      assertEquals("Third numeric,a int4,a int4,B text,c numeric,one int4,c numeric,", labels);
      assertEquals(List.of("3.3|1|1|two|3.3|1|3.3"), Sql.rows(row));
    }
  }

  @Test
  void a_text_without_rows_gives_its_tags_as_one_column_of_text() throws Exception {
    String job = "create temp table t (n int); insert into t values (1), (2); delete from t";
    assertEquals(List.of("CREATE TABLE", "INSERT 0 2", "DELETE 2"), result(job, "tag text"));
    assertEquals(
        "remote query did not return a result set, but result rowtype is not a single text column",
        Sql.error("42804", () -> result(job, "tag varchar")).getMessage());
  }

  @Test
  void the_check_uses_up_the_handle() throws Exception {
    int pid = Sql.launch(connection, "select 1");
    Sql.error("42804", () -> Sql.result(connection, pid, "a text"));
    assertEquals(
        "PID " + pid + " is not attached to this session",
        Sql.error("42704", () -> Sql.result(connection, pid, "a int")).getMessage());
  }

  @Test
  void a_wrong_list_is_found_before_the_handle_is_used_up() throws Exception {
    int pid = Sql.launch(connection, "select 1");
    Sql.error("42704", () -> Sql.result(connection, pid, "a nope"));
    Sql.error(
        "42703",
        () -> Sql.rows(connection, "select b from pg_background_result(" + pid + ") as (a int)"));
    assertEquals(List.of("1"), Sql.result(connection, pid, "a int"));
  }
}
