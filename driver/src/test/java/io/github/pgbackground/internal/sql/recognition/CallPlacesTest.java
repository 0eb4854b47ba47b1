package io.github.pgbackground.internal.sql.recognition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pgbackground.internal.sql.Part;
import io.github.pgbackground.internal.sql.Script;
import io.github.pgbackground.internal.sql.text.ParameterStyle;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the name of a function is a call, and where it only looks like one. */
class CallPlacesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select pg_background_launch('x')",
        "SELECT PG_BACKGROUND_LAUNCH('x')",
        "Select Pg_Background_Launch ('x')",
        "select \"pg_background_launch\"('x')",
        "select public.pg_background_launch('x')",
        "select PUBLIC . \"pg_background_launch\" ('x')",
        "select \"public\".pg_background_launch('x')",
        "select/**/pg_background_launch/* ( */('x')",
        "select -- pg_background_detach(1)\n pg_background_launch -- (\n ('x')",
        "select /* /* nested */ ' */ pg_background_launch('x')",
        "\f\tselect\r\npg_background_launch\u000b('x')\n",
        "select * from pg_background_launch('x')",
      })
  void a_function_is_called_however_its_name_is_written(String sql) {
    assertInstanceOf(Part.Served.class, onlyPart(sql));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select 1 + pg_background_launch('x')",
        "select -pg_background_launch('x')",
        "select 2 * pg_background_launch('x')",
        "select (pg_background_launch('x'))",
        "select array[pg_background_launch('x')]",
        "select (array[1, 2])[pg_background_launch('x')]",
        "select 1, pg_background_launch('x')",
        "select pg_background_launch('x'), 1",
        "select pg_background_launch('x') where false",
        "select pg_background_launch('x') order by 1",
        "select pg_background_launch('x') limit 0",
        "select 1 limit pg_background_launch('x')",
        "select 1 offset pg_background_launch('x')",
        "select 1 where pg_background_launch('x') > 0 and pg_background_detach(1) is null",
        "select 1 where not pg_background_launch('x') = 1 or pg_background_launch('y') = 2",
        "select 1 from t group by pg_background_launch('x') having pg_background_launch('y') > 1",
        "select 1 from t order by pg_background_launch('x')",
        "select case pg_background_launch('x') when pg_background_launch('y') then 1 end",
        "select case when true then pg_background_launch('x') else pg_background_launch('y') end",
        "select coalesce(null, pg_background_launch('x'))",
        "select 1 between pg_background_launch('x') and 2",
        "select 'a' like pg_background_launch('x')::text",
        "select substring('abc' from pg_background_launch('x') for pg_background_launch('y'))",
        "select distinct on (1) pg_background_launch('x')",
        "select distinct pg_background_launch('x')",
        "select 1 operator(pg_catalog.+) pg_background_launch('x')",
        "select f(arg => pg_background_launch('x')), f(arg := pg_background_launch('x'))",
        "select concat(variadic array[pg_background_launch('x')])",
        "select 1 from t join pg_background_result(1) as r(x int) on pg_background_detach(1) is null",
        "select 1 from t, pg_background_result(1) as (x int)",
        "select 1 from t cross join lateral pg_background_result(t.pid) as (x int)",
        "select 1 from rows from (pg_background_result(1) as (x int))",
        "select 1 from f() with ordinality as x(a, b), pg_background_result(1) as (x int)",
        "select 1 union all select pg_background_launch('x')",
        "select exists (select 1 from pg_background_result(1) as (x int))",
        "select pg_background_launch((select max(q) from t)) from t",
        "(select pg_background_launch('x'))",
        "values (pg_background_launch('x'))",
        "table t order by pg_background_launch('x')",
        "with r as (select * from pg_background_result(1) as (x int)) select * from r",
        "with pg_background_launch(a) as (select 1) select pg_background_launch('x')",
        "with a as (select 1), b as (select 2) select pg_background_launch('x')",
        "insert into t values (pg_background_launch('x'))",
        "insert into t select * from pg_background_result(1) as (x int)",
        "insert into t values (1) returning pg_background_launch('x')",
        "update t set a = pg_background_launch('x')",
        "delete from t using pg_background_result(1) as (x int)",
        "merge into t using pg_background_result(1) as r(x int) on t.x = r.x when matched then delete",
        "explain select pg_background_launch('x')",
        "explain (costs off) select pg_background_launch('x')",
        "prepare p as select pg_background_launch('x')",
        "execute p(pg_background_launch('x'))",
        "declare c cursor for select pg_background_launch('x')",
        "copy (select pg_background_launch('x')) to stdout",
        "call p(pg_background_launch('x'))",
        "create table t as select pg_background_launch('x')",
        "create temp table t (a) with (fillfactor = 70) as values (pg_background_launch('x'))",
        "select pg_background_launch('x') into t",
        "select pg_background_launch('x') as a, 1 as pg_background_detach",
      })
  void a_call_in_another_place_than_a_served_shape_is_found_and_not_served(String sql) {
    Part part = onlyPart(sql);
    assertTrue(
        part instanceof Part.Bridged || part instanceof Part.Fed, () -> part + " for " + sql);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select 'select pg_background_launch(''x'')'",
        "select $q$ pg_background_result(1) as (x int) $q$",
        "select 1 /* pg_background_launch('x') */ -- pg_background_launch('x')",
        "select 1 as pg_background_launch",
        "select pg_background_launch from t",
        "select pg_background_launch, (pg_background_launch) from t",
        "select my_pg_background_launch('x'), pg_background_launch2('x'), pg_background_('x')",
        "select pg_background_läunch('x'), xpg_background_launch('x')",
        "select \"PG_BACKGROUND_LAUNCH\"('x'), \" pg_background_launch\"('x')",
        "select U&\"pg_background_launch\"('x')",
        "select other.pg_background_launch('x')",
        "select \"PUBLIC\".pg_background_launch('x')",
        "select db.public.pg_background_launch('x')",
        "select (a).pg_background_launch('x')",
        "select 'a'::pg_background_launch(3)",
        "select cast('a' as pg_background_launch(3))",
        "select 1 from t as pg_background_launch(a)",
        "select 1 from t pg_background_launch(a)",
        "select 1 from \"t\" pg_background_launch(a)",
        "select 1 from (select 1) pg_background_launch(a)",
        "select 1 from f(1) pg_background_launch(a)",
        "select 1 from t join u pg_background_launch(a) using (a)",
        "select 1 from t tablesample pg_background_launch(1)",
        "select 1 from t window pg_background_launch as (order by 1)",
        "with pg_background_launch(a) as (select 1) select a from pg_background_launch",
        "with recursive pg_background_launch(a) as (select 1) select a from pg_background_launch",
        "with x as (select 1), pg_background_launch(a) as (select 2) select * from x",
        "insert into pg_background_launch(a) values (1)",
        "insert into t as pg_background_launch(a) values (1)",
        "insert into t (a) with pg_background_launch(a) as (select 1) select 1",
        "copy pg_background_launch(a) from stdin",
        "execute pg_background_launch('x')",
        "prepare pg_background_launch(int) as select $1",
        "call pg_background_launch('x')",
        "create table pg_background_launch(a int)",
        "create table if not exists pg_background_launch(a int)",
        "create table public.pg_background_launch(a int)",
        "create table t (a int default pg_background_launch('x'))",
        "create table t (a int check (pg_background_launch('x') > a))",
        "create table t (a int generated always as (pg_background_launch('x')) stored)",
        "create table t (a int references pg_background_launch(a))",
        "create table t (pg_background_launch varchar(3))",
        "create table pg_background_launch(a) as select 1",
        "create table t partition of pg_background_launch for values in (1)",
        "create index on pg_background_launch(a)",
        "create index on t (pg_background_launch('x'))",
        "create function pg_background_launch(sql text) returns int language sql as 'select 1'",
        "create or replace function public.pg_background_launch(sql text) returns int return 1",
        "create procedure pg_background_launch(sql text) language sql as 'select 1'",
        "create aggregate pg_background_launch(int) (sfunc = f, stype = int)",
        "create function f() returns int return pg_background_launch('x')",
        "create function f() returns int begin atomic select pg_background_launch('x'); end",
        "create view v as select pg_background_launch('x')",
        "create materialized view v as select pg_background_launch('x')",
        "create rule r as on insert to t do also select pg_background_launch('x')",
        "create trigger a after insert on t execute function pg_background_launch('x')",
        "create policy p on t using (pg_background_launch('x') > 0)",
        "create domain d as int check (pg_background_launch('x') > value)",
        "create type pg_background_launch as (a int)",
        "create operator + (function = pg_background_launch, leftarg = int)",
        "alter function pg_background_launch(text, int) owner to x",
        "alter table t alter a set default pg_background_launch('x')",
        "alter table t alter a type int using pg_background_launch('x')",
        "alter extension e add function pg_background_launch(text, int)",
        "drop function a(int), pg_background_launch(text, int)",
        "drop function if exists pg_background_launch(text, int)",
        "comment on function pg_background_launch(text, int) is 'x'",
        "security label on function pg_background_launch(text, int) is 'x'",
        "analyze pg_background_launch(a)",
        "vacuum t, pg_background_launch(a)",
        "lock pg_background_launch",
        "truncate pg_background_launch",
        "listen pg_background_launch",
        "set my.x = 'pg_background_launch(1)'",
        "select pg_background_nosuch(), grant_pg_background_privileges('x')",
        "{call pg_background_launch('x')}",
        "select {fn pg_background_launch('x')}",
      })
  void a_name_that_is_no_call_goes_to_the_server_as_it_stands(String sql) {
    assertInstanceOf(Part.Passed.class, onlyPart(sql));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pg_background_launch('x')",
        "select pg_background_launch('x'",
        "select pg_background_launch('x'))",
        "select pg_background_launch('x']",
        "select pg_background_launch('x",
        "select pg_background_launch($a$x$b$)",
        "select pg_background_launch('x') as \"a",
        "select pg_background_launch('x') /* a",
        "select pg_background_launch('x';'y')",
      })
  void a_broken_statement_goes_to_the_server_which_says_what_is_wrong(String sql) {
    assertInstanceOf(Part.Passed.class, onlyPart(sql));
  }

  private static Part onlyPart(String sql) {
    Script script = Recognizer.recognise(sql, true, ParameterStyle.JDBC);
    List<Part> parts = script.parts();
    assertEquals(1, parts.size(), () -> Rendering.of(script));
    return parts.get(0);
  }
}
