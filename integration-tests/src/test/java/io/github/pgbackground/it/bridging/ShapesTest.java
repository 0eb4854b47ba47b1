package io.github.pgbackground.it.bridging;

import static io.github.pgbackground.it.serving.Imitation.sameAsOnServer;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.serving.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements whose calls only the server can order, as a server with such functions runs them. */
@ExtendWith(PostgresExtension.class)
class ShapesTest {
  private final TestDatabase database;

  ShapesTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void tables() throws SQLException {
    try (Connection connection = database.connectPlain()) {
      Sql.execute(
          connection,
          "drop table if exists kept; create table kept(n int, pid int);"
              + " insert into kept select n from generate_series(1, 3) n;"
              + " create or replace procedure keep(pid int) language plpgsql as"
              + " 'begin insert into kept values (100, pid); end'");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select n, pg_background_launch('select ' || n) > 0 as launched from kept order by n",
        "select case when n = 2 then pg_background_launch('select 1') > 0 end from kept order by n",
        "select coalesce(n, pg_background_launch('select 1')) from kept order by 1",
        "select pg_background_launch('select 1') where false",
        "select pg_background_launch('select 1') limit 0",
        "select 1 where not exists (select pg_background_launch('select 1') where false)",
        "select k.n, r.c from kept k, lateral pg_background_launch('select ' || k.n) h,"
            + " lateral pg_background_result(h) as r(c int) order by 1",
        "select k.n, r.* from (values (1, pg_background_launch('select 5'))) as k(n, pid),"
            + " pg_background_result(k.pid) as r(c int)",
        "select r.* from kept k cross join lateral pg_background_result("
            + "pg_background_launch(format('select %s, %L', k.n, 'it''s'))) as r(c int, t text)",
        "select * from rows from (pg_background_result(pg_background_launch('select json ''[1]'''))"
            + " as (j json)) as z",
        "select public.pg_background_launch('select 1') > 0 and \"pg_background_launch\"('select 2') > 0",
        "(select sign(pg_background_launch('select 1')))",
        "values (1, sign(pg_background_launch('select 1'))), (2, 0)",
        "with h as (select pg_background_launch('select 7') as pid) select c from h,"
            + " lateral pg_background_result(pid) as (c int)",
        "select pg_background_launch('select 1') is not null as pg_background_launch",
        "update kept set pid = sign(pg_background_launch('select 1')) where n > 1",
        "update kept set n = 9 returning sign(pg_background_launch('select 1'))",
        "delete from kept where n = sign(pg_background_launch('select 1'))",
        "insert into kept(n, pid) values (7, sign(pg_background_launch('select 1')))",
        "insert into kept(n) select sign(pg_background_launch('select 1')) from kept",
        "insert into kept select 4 returning sign(pg_background_launch('select 1')) as launched",
        "create table made as select sign(pg_background_launch('select 1')); drop table made",
        "select n, sign(pg_background_launch('select 1')) as s into made from kept; drop table made",
        "create temp view seen as select sign(pg_background_launch('select 1')) as s;"
            + " select * from seen; drop view seen",
        "copy (select pg_background_launch('select 1') from kept) to '/dev/null'",
        "call keep(sign(pg_background_launch('select 1'))::int)",
        "explain (costs off) select * from pg_background_result(1) as (x int)",
        "explain (costs off, analyze, timing off, summary off, buffers off)"
            + " select pg_background_launch('select 1') from kept",
        "prepare p(text) as select sign(pg_background_launch($1)); execute p('select 1');"
            + " execute p('select 2'); deallocate p",
        "prepare p(int) as select $1; execute p(pg_background_launch('select 1') * 0); deallocate p",
        "do $$ declare r int; begin for r in select c from pg_background_result("
            + "pg_background_launch('select generate_series(1, 3)')) as (c int) loop"
            + " raise notice 'got %', r; end loop; end $$",
        "do language plpgsql 'declare pid int := public.pg_background_launch(''select 42''); r int;"
            + " begin select c into r from pg_background_result(pid) as (c int);"
            + " raise notice ''%'', r; end'",
        "do E'begin\\n perform pg_background_detach(pg_background_launch(\\'select 1\\'));\\nend'",
        "do $$ declare r int; begin execute 'select c from pg_background_result("
            + "pg_background_launch(''select 8'')) as (c int)' into r; raise notice '%', r; end $$",
        "do $$ declare r int; q text := format('select c from pg_background_result(%s) as (c int)',"
            + " pg_background_launch('select 9')); begin execute q into r;"
            + " raise notice '%', r; end $$",
        "do $$ begin perform pg_background_detach(pg_background_launch('select 1')); commit;"
            + " perform pg_background_detach(pg_background_launch('select 2')); rollback;"
            + " perform pg_background_detach(pg_background_launch('select 3')); end $$",
        "do $$ begin if false then perform pg_background_launch('select 1'); end if; end $$",
        "select 1; select sign(pg_background_launch('select 1')); select 2",
      })
  void a_statement_gives_what_the_server_makes_of_it(String sql) throws Exception {
    compare(sql);
  }

  @Test
  void a_merge_gives_what_a_server_makes_of_it_that_knows_it() throws Exception {
    int version;
    try (Connection connection = database.connectPlain()) {
      version = connection.getMetaData().getDatabaseMajorVersion();
    }
    assumeTrue(version >= 15, "the server does not know MERGE");
    compare(
        "merge into kept using (values (1), (5)) as s(n) on kept.n = s.n when not matched then"
            + " insert values (s.n, sign(pg_background_launch('select 1')))");
  }

  private void compare(String sql) throws Exception {
    sameAsOnServer(
        database,
        (connection, transcript) -> {
          try (Statement statement = connection.createStatement()) {
            boolean rows = statement.execute(sql);
            while (rows || statement.getUpdateCount() != -1) {
              if (rows) {
                transcript.rows("rows", statement.getResultSet());
              } else {
                transcript.asks("count", statement::getUpdateCount);
              }
              rows = statement.getMoreResults();
            }
            transcript.asks("warnings", () -> Sql.messages(statement.getWarnings()));
          }
          transcript.asks(
              "kept", () -> Sql.rows(connection, "select n, sign(pid) from kept order by 1, 2"));
          Sql.execute(connection, "delete from kept; insert into kept values (1), (2), (3)");
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select 'é🐘', nosuch, pg_background_launch('x') from kept",
        "select 'é🐘', 1 + pg_background_launch('x'), nosuch from kept",
        "select 1 + public.pg_background_launch('x', null::date)",
        "select 1 + public.pg_background_launch('x'), public . pg_background_launch('x', null::date)",
        "select 1 / (pg_background_launch('x') * 0)",
        "update kept set pid = pg_background_launch('x'), nosuch = 1",
        "do $$ begin perform pg_background_launch('x'); perform nosuch(); end $$",
        "do $$ begin perform 'é🐘', public.pg_background_launch('x', null::date), 1; end $$",
        "do $$ begin perform pg_background_launch('x'), nosuch from kept; end $$",
        "do $$ begin perform pg_background_launch('x'), 1 / (n - n) from kept; end $$",
        "do $$ begin perform pg_background_launch('x') frm kept; end; nosuch $$",
        "do 'begin perform pg_background_launch(''x''); end; nosuch'",
        "do E'begin perform\\n public.pg_background_launch(\\'x\\'); end; nosuch'",
        "do $$ begin execute 'select pg_background_launch(''x''), nosuch'; end $$",
        "do $$ declare q text := 'select public.pg_background_launch(''x''), nosuch'; begin"
            + " execute q; end $$",
        "do $$ begin perform * from pg_background_result(pg_background_launch('select 1'))"
            + " as (x int), (select 1 / n from kept offset 0) s; perform 1 / 0; end $$",
        "do $$ declare n nosuch; begin perform pg_background_launch('x'); end $$",
      })
  void an_error_is_where_the_text_of_the_application_has_it(String sql) throws Exception {
    for (String mode : new String[] {"extended", "simple"}) {
      Properties properties = new Properties();
      properties.setProperty("preferQueryMode", mode);
      sameAsOnServer(
          database,
          properties,
          (connection, transcript) ->
              transcript.asks("error", () -> Errors.all(() -> Sql.execute(connection, sql))));
    }
  }

  @Test
  void a_failure_among_several_statements_undoes_them_all() throws Exception {
    sameAsOnServer(
        database,
        (connection, transcript) -> {
          transcript.fails(
              "all",
              () ->
                  Sql.execute(
                      connection,
                      "insert into kept values (8); insert into kept select"
                          + " sign(pg_background_launch('select 1')); select 1 / 0"));
          transcript.asks("kept", () -> Sql.rows(connection, "select n from kept order by n"));
        });
  }

  @Test
  void a_subquery_that_reads_a_row_leaves_the_transaction_as_it_was() throws Exception {
    sameAsOnServer(
        database,
        (connection, transcript) -> {
          connection.setAutoCommit(false);
          int pid = Sql.launch(connection, "select 5");
          Sql.execute(connection, "update kept set pid = " + pid + " where n = 1");
          transcript.asks(
              "rows",
              () ->
                  Sql.rows(
                      connection,
                      "select k.n, r.x from kept k, pg_background_result("
                          + "(select k.pid where k.n > 0)) as r(x int)"));
          transcript.asks("kept", () -> Sql.rows(connection, "select n from kept order by n"));
          connection.rollback();
        });
  }
}
