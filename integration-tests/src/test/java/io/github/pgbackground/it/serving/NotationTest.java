package io.github.pgbackground.it.serving;

import static io.github.pgbackground.it.serving.Imitation.sameAsOnServer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.sql.Types;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ways to write a call. */
@ExtendWith(PostgresExtension.class)
class NotationTest {
  private final TestDatabase database;

  NotationTest(TestDatabase database) {
    this.database = database;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select * from pg_background_result(pg_background_launch('select 42')) as (a int)",
        "SELECT * FROM PG_BACKGROUND_RESULT(Pg_Background_Launch('select 42')) AS (A INT)",
        "select * from public.pg_background_result(public.pg_background_launch('select 42')) as (a"
            + " int)",
        "select * from \"pg_background_result\"(\"public\".\"pg_background_launch\"('select 42'))"
            + " as (\"a\" int)",
        "select * from public . pg_background_result ( pg_background_launch ( 'select 42' ) ) as (a"
            + " int)",
        "select * from pg_background_result(pid => pg_background_launch(sql => 'select 42')) as (a"
            + " int)",
        "select * from pg_background_result(pid := pg_background_launch(queue_size := 65536, sql :="
            + " 'select 42')) as (a int)",
        "select * from pg_background_result(pg_background_launch('select 42', queue_size => 64)) as"
            + " (a int)",
        "select * from pg_background_result((pg_background_launch((('select 42'))))) as (a int)",
        "select * from pg_background_result(pg_background_launch($$select 42$$)) as (a int)",
        "select * from pg_background_result(pg_background_launch($x$select $$42$$::int$x$)) as (a"
            + " int)",
        "select * from pg_background_result(pg_background_launch(E'select\\t4\\x32')) as (a int)",
        "select * from pg_background_result(pg_background_launch(U&'select \\0034\\0032')) as (a"
            + " int)",
        "select * from pg_background_result(pg_background_launch('select'\n' 42')) as (a int)",
        "select * from pg_background_result(pg_background_launch('select 42'::text)) as (a int)",
        "select * from pg_background_result(pg_background_launch(cast('select 42' as varchar))) as"
            + " (a int)",
        "select * from pg_background_result(pg_background_launch(text 'select 42')) as (a int)",
        "select * from pg_background_result(pg_background_launch('select ' || 40 + 2)) as (a int)",
        "select * from pg_background_result(pg_background_launch(format('select %s', 42))) as (a"
            + " int)",
        "select * from pg_background_result(pg_background_launch((select 'select 42'))) as (a int)",
        "select * from pg_background_result(pg_background_launch(case when true then 'select 42'"
            + " end)) as (a int)",
        "select * from pg_background_result(pg_background_launch('select 42' -- the answer\n)) as"
            + " (a int)",
        "/* one /* in */ another */ select * -- ?\n from pg_background_result(/* ' */"
            + "pg_background_launch(/* $$ */'select 42'/* \" */)) as (a int) -- ;\n;",
        "select * from pg_background_result(pg_background_launch('select ' || '42' -- two\n || '')"
            + " /* pid */) as (a int);;",
        "select r.* from pg_background_result(pg_background_launch('select 42')) r(a int)",
        "select r.a as a from pg_background_result(pg_background_launch('select 42')) as r(a int)",
        "select \"r\".\"a\" from pg_background_result(pg_background_launch('select 42')) as \"r\""
            + "(a int)",
        "select a a from pg_background_result(pg_background_launch('select 42')) as (a int)",
        "select a from pg_background_result(pg_background_launch({fn concat('select ', '42')})) as"
            + " (a int)",
      })
  void a_call_means_the_same_however_it_is_written(String sql) throws Exception {
    sameAsOnServer(
        database,
        (connection, transcript) -> {
          try (Statement statement = connection.createStatement()) {
            transcript.rows("statement", statement.executeQuery(sql));
          }
          try (PreparedStatement statement = connection.prepareStatement(sql)) {
            transcript.rows("prepared", statement.executeQuery());
          }
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select pg_background_launch(null)",
        "select pg_background_launch(null::text)",
        "select pg_background_launch('select 1', null)",
        "select pg_background_launch(queue_size => null, sql => 'select 1')",
        "select pg_background_launch(nullif('a', 'a'))",
        "select pg_background_detach(null)",
        "select pg_background_detach(null::int)",
        "select pg_background_detach(pg_background_launch(null))",
        "select * from pg_background_launch(null)",
        "select * from pg_background_detach(null) as d",
        "select * from pg_background_result(null) as (a int, b text)",
        "select * from pg_background_result(pg_background_launch(null)) as (a int)",
        "select * from pg_background_result(pg_background_launch('select 1', null)) as (a int)",
        "select pg_background_result(null)",
      })
  void a_null_argument_gives_null_or_no_rows(String sql) throws Exception {
    sameAsOnServer(
        database,
        (connection, transcript) -> {
          try (Statement statement = connection.createStatement()) {
            transcript.rows("statement", statement.executeQuery(sql));
          }
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select pg_background_launch()",
        "select pg_background_launch('a', 1, 2)",
        "select pg_background_launch(text => 'a')",
        "select pg_background_launch(sql => 'a', sql => 'b')",
        "select pg_background_launch(sql => 'a', 64)",
        "select pg_background_launch(1)",
        "select pg_background_launch('select 1', 'x')",
        "select pg_background_launch('select 1', 65536::bigint)",
        "select pg_background_launch('select 1', 99999999999)",
        "select pg_background_launch(now())",
        "select pg_background_launch('a' || nope)",
        "select pg_background_launch('a' || (select nope), 64)",
        "select pg_background_launch('a' ||)",
        "select pg_background_launch(('a' || 'b')",
        "select pg_background_launch('a' || 1/0)",
        "select pg_background_launch(sql => 'a' || nope)",
        "select pg_background_launch('select 1', 1 + 'x')",
        "select pg_background_launch('select 1', queue_size => 64 + nope)",
        "select * from pg_background_result('x') as (a int)",
        "select * from pg_background_result(nope) as (a int)",
        "select * from pg_background_result(1 + true) as (a int)",
        "select * from pg_background_result(4711)",
        "select * from pg_background_result(4711) r",
        "select * from pg_background_result(4711) r(a)",
        "select * from pg_background_result(4711) r(a nope)",
        "select * from pg_background_result(4711) r(a int, a int)",
        "select b from pg_background_result(4711) r(a int)",
        "select r.b from pg_background_result(4711) r(a int)",
        "select s.a from pg_background_result(4711) r(a int)",
        "select s.* from pg_background_result(4711) r(a int)",
        "select a, b as c from pg_background_result(4711) r(a int)",
        "select a from pg_background_result(4711) r(a int, a text)",
        "select * from pg_background_launch('a') as (a int)",
        "select * from pg_background_launch('a') as l(a, b)",
        "select pg_background_detach(now())",
        "select pg_background_detach(1, 2)",
      })
  void a_wrong_call_fails_as_on_a_server_and_at_the_same_place(String sql) throws Exception {
    sameAsOnServer(
        database,
        (connection, transcript) -> {
          try (Statement statement = connection.createStatement()) {
            transcript.fails(sql, () -> statement.execute(sql));
            transcript.fails(sql, () -> statement.execute("  /* ä\uD83D\uDE00 */ " + sql));
          }
        });
  }

  @Test
  void what_an_argument_warns_of_stands_in_the_statements_warnings() throws Exception {
    sameAsOnServer(
        database,
        (connection, transcript) -> {
          Sql.execute(
              connection,
              "create function pg_temp.warning(value text) returns text language plpgsql as $$"
                  + " begin raise warning 'about %', value; raise notice 'and more'; raise notice"
                  + " 'and more'; return value; end $$");
          try (Statement statement = connection.createStatement()) {
            statement.execute(
                "select * from pg_background_result(pg_background_launch(pg_temp.warning('select"
                    + " 1'))) as (a int)");
            transcript.asks("the warnings", () -> Sql.messages(statement.getWarnings()));
            statement.execute(
                "do 'begin raise notice ''in a script''; raise notice ''twice''; end';"
                    + " select pg_background_launch(pg_temp.warning('select 1'))");
            transcript.asks("the warnings of both", () -> Sql.messages(statement.getWarnings()));
            statement.execute("select pg_background_launch('select 1')");
            transcript.asks("none", statement::getWarnings);
          }
        });
  }

  @Test
  void an_argument_is_computed_once() throws Exception {
    try (Connection connection = database.connect()) {
      Sql.execute(connection, "create temp sequence computed");
      Sql.value(connection, "select pg_background_launch('select ' || nextval('computed'))");
      assertEquals("1", Sql.value(connection, "select currval('computed')"));
    }
  }

  @Test
  void an_argument_sees_the_callers_transaction() throws Exception {
    try (Connection connection = database.connect()) {
      connection.setAutoCommit(false);
      Sql.execute(connection, "create temp table mine as select 'select 7' as job");
      assertEquals(
          "7",
          Sql.value(
              connection,
              "select * from pg_background_result(pg_background_launch((select job from mine))) as"
                  + " (a int)"));
      connection.rollback();
    }
  }

  @Test
  void calls_side_by_side_run_from_left_to_right() throws Exception {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      ResultSet row =
          statement.executeQuery(
              "select pg_background_launch('select 1') as one, pg_background_launch('select 2') two,"
                  + " pg_background_detach(null), pg_background_launch('select 3')");
      row.next();
      assertEquals("pg_background_launch", row.getMetaData().getColumnLabel(4));
      List<Integer> pids = List.of(row.getInt("one"), row.getInt("two"), row.getInt(4));
      assertNull(row.getString(3));
      for (int i = 0; i < 3; i++) {
        assertEquals(List.of("" + (i + 1)), Sql.result(connection, pids.get(i), "n int"));
      }
    }
  }

  @Test
  void an_error_points_into_the_text_with_its_question_marks() throws Exception {
    try (Connection connection = database.connect()) {
      assertPointsAtNope(
          connection, "select pg_background_launch('select ' || ? || ? || nope, ?)", 3);
      assertPointsAtNope(connection, "select pg_background_launch(?::text || ?, ? + nope)", 3);
      assertPointsAtNope(
          connection,
          "select pg_background_launch(? || ''), pg_background_launch(? || nope, queue_size => ?)",
          3);
      assertPointsAtNope(
          connection,
          "select pg_background_launch(concat(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, nope) || '?')",
          11);
    }
  }

  private static void assertPointsAtNope(Connection connection, String sql, int parameters)
      throws Exception {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 1; i <= parameters; i++) {
        statement.setNull(i, Types.NULL);
      }
      assertEquals(
          sql.indexOf("nope") + 1, Sql.error("42703", statement::execute).getPosition(), sql);
    }
  }
}
