package io.github.pgbackground.it.feeding;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.serving.Sql;
import java.sql.Connection;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values of all types reach the statement as they are, lengths and precisions applied. */
@ExtendWith(PostgresExtension.class)
class TypesTest {
  private final TestDatabase database;

  TypesTest(TestDatabase database) {
    this.database = database;
  }

  /** The table's columns, which between them are of every kind. */
  private static final String COLUMNS =
      "a smallint, b int, c bigint, d real, e double precision, f numeric, g boolean, h text,"
          + " i varchar, j bytea, k uuid, l date, m time, n timetz, o timestamp, p timestamptz,"
          + " q interval, r json, s jsonb, t xml, u int[], v text[], w \"char\", x name, y inet,"
          + " z money, aa bit varying, ab point, ac int4range, ad regclass, ae oid, af mood,"
          + " ag pair, ah mood[], ai numeric(5,1), aj varchar(3), ak char(3), al timestamp(0),"
          + " am interval minute, an bit(3), ao numeric(4,1)[], ap text collate \"C\", aq tsvector,"
          + " ar pair[], at cidr, au macaddr, av bpchar";

  @ParameterizedTest
  @CsvSource({"extended, FROM", "extended, ROWS FROM", "simple, FROM"})
  void values_of_every_type_stay_what_they_are(String mode, String place) throws Exception {
    Properties properties = new Properties();
    properties.setProperty("preferQueryMode", mode);
    try (Connection connection = database.connect(properties)) {
      Sql.execute(
          connection,
          "create type mood as enum ('good', 'b \"a\\ d'); create type pair as (a int, b text)");
      try {
        Sql.execute(connection, "create table given (" + COLUMNS + ")");
        Sql.execute(connection, "insert into given values (" + VALUES + ")");
        Sql.execute(connection, "insert into given default values");
        Sql.execute(connection, "insert into given(a, b, c) values (32767, 2147483647, 0)");
        String columns = place.equals("FROM") ? COLUMNS : COLUMNS.replace(", r json, s jsonb", "");
        String names = columns.replaceAll("(\\w+) [^,(]*(\\([^)]*\\))?[^,]*(,|$)", "$1$3");
        int pid = Sql.launch(connection, "select " + names + " from given");
        String result =
            place.equals("FROM")
                ? "pg_background_result(" + pid + ") as got(" + columns + ")"
                : "rows from (pg_background_result(" + pid + ") as (" + columns + ")) as got";
        String same =
            "select (select count(*) from given), count(*), count(*) filter (where given = got"
                + "), string_agg(got, '') from (select row("
                + names
                + ")::text as given from given"
                + ") g join (select row(got.*)::text as got from "
                + result
                + ") r on given = got";
        assertEquals("3|3|3", Sql.rows(connection, same).get(0).substring(0, 5));
      } finally {
        Sql.execute(connection, "drop table given; drop type mood, pair cascade");
      }
    }
  }

  private static final String VALUES =
      "-32768, -2147483648, -9223372036854775808, 'NaN', 0.1, 12345678901234567890.123, true,"
          + " E'it''s \\\\ \"q\" \\u00e4 \\U0001F600 \\n\\t\\x01', '', '\\x00ff5c', "
          + "'00000000-0000-0001-0000-000000000002', 'infinity', '23:59:59.999999', '12:00:00+05:30',"
          + " '0044-03-15 12:00:00 BC', '2024-02-29 12:34:56.789+00', '1 year -2 days 03:04:05.6',"
          + " ' {\"a\": null} ', 'null', '<a>&amp;</a>', '[0:2]={1,NULL,3}', '{\"a,b\",NULL,\"\\\"\"}',"
          + " '\\377', 'n', '10.0.0.1/8', '12.34', '101', '(1,2)', '[1,5)', 'pg_class', 4294967295,"
          + " 'b \"a\\ d', '(1,\"x \"\"y\"\"\")', '{good,NULL}', 1.25, 'abc', 'a', "
          + " '2024-01-01 00:00:00.6', '1 day 00:01:30', '101', '{1.25,2}', 'c', 'a b:1',"
          + " '{\"(1,)\"}', '10.0.0.0/8', '08:00:2b:01:02:03', 'a  '";

  @Test
  void lengths_and_precisions_are_applied_as_to_a_value_that_is_assigned() throws Exception {
    try (Connection connection = database.connect()) {
      String from =
          " from pg_background_result("
              + Sql.launch(connection, "select 1.25, 7")
              + ") as (n numeric(5,1), i int) where i > 1";
      assertEquals(List.of("1.3|8"), Sql.rows(connection, "select n, i + 1" + from));
      int pid = Sql.launch(connection, "select 'abcd'::varchar");
      Sql.error(
          "22001",
          () ->
              Sql.rows(
                  connection,
                  "select t || '' from pg_background_result(" + pid + ") as (t varchar(3))"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"extended", "simple"})
  void what_a_list_means_is_seen_anew_whenever_it_may_mean_something_else(String mode)
      throws Exception {
    Properties properties = new Properties();
    properties.setProperty("preferQueryMode", mode);
    try (Connection connection = database.connect(properties)) {
      Sql.execute(connection, "create schema other; create domain other.\"text\" as bigint");
      try {
        for (String path : List.of("public", "public", "other", "public", "other", "public")) {
          Sql.execute(connection, "set search_path = " + path + ", pg_catalog");
          for (int i = 0; i < 3; i++) {
            String sql =
                "select a.t, b.n from pg_background_result("
                    + Sql.launch(connection, "select 1.25, 'seen'::pg_catalog.text")
                    + ") as a(n numeric(5,1), t text), pg_background_result("
                    + Sql.launch(connection, "select 1.25")
                    + ") as b(n numeric(5,1))";
            if (path.equals("other")) {
              Sql.error("42804", () -> Sql.rows(connection, sql));
              Sql.execute(connection, "set pg_background.max_workers = 100");
            } else {
              assertEquals(List.of("seen|1.3"), Sql.rows(connection, sql));
            }
          }
        }
      } finally {
        Sql.execute(connection, "drop schema other cascade");
      }
    }
  }

  @Test
  void a_table_made_of_rows_has_the_columns_as_they_were_given() throws Exception {
    try (Connection connection = database.connect()) {
      Sql.execute(
          connection,
          "create temp table made as select * from pg_background_result(pg_background_launch("
              + "'select 1.25, ''a''::varchar, 1, ''x''::text')) as (n numeric(5,1), v varchar(9),"
              + " i int, c text collate \"POSIX\")");
      assertEquals(
          List.of(
              "n|numeric(5,1)|null",
              "v|character varying(9)|default",
              "i|integer|null",
              "c|text|POSIX"),
          Sql.rows(
              connection,
              "select attname, format_type(atttypid, atttypmod), collname from pg_attribute left"
                  + " join pg_collation c on c.oid = attcollation where attrelid ="
                  + " 'made'::regclass and attnum > 0 order by attnum"));
    }
  }

  @Test
  void many_rows_go_through_in_little_memory_and_in_order() throws Exception {
    try (Connection connection = database.connect()) {
      assertEquals(
          List.of("200000|20000100000|49|t"),
          Sql.rows(
              connection,
              "select count(*), sum(x), max(length(t)), bool_and(x = n) from (select x, t,"
                  + " row_number() over () n from pg_background_result(pg_background_launch("
                  + "'select g, repeat(''x'', g % 50) from generate_series(1, 200000) g')) as r(x"
                  + " int, t text)) s"));
    }
  }
}
