package io.github.pgbackground.it.bridging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.serving.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A launch happens exactly as often as the server evaluates a function of its own in the same
 * place, and in the same order; {@code LAUNCH} and {@code RESULT} stand for one or the other.
 */
@ExtendWith(PostgresExtension.class)
class LaunchCountsTest {
  private static final String LAUNCH = "launch('insert into ran values (default)'";
  private static final String RESULT = "result(LAUNCH))";

  /** Functions that only count how often they are called. */
  private static final String COUNTED =
      """
      create schema counted;
      create sequence counted.calls;
      create function counted.launch(sql text, queue_size int4 default 0) returns int4
        language plpgsql strict as $$ begin return nextval('counted.calls'); end $$;
      create function counted.result(pid int4) returns setof record
        language plpgsql strict as $$ begin return query select 'INSERT 0 1'::text; end $$;
      """;

  private final TestDatabase database;

  LaunchCountsTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void tables() throws SQLException {
    try (Connection connection = database.connectPlain()) {
      Sql.execute(
          connection,
          "drop schema if exists counted cascade; drop table if exists ran, few, empty, kept;"
              + " create table ran(n serial); create table few(n int); create table empty(n int);"
              + " create table kept(n int); insert into few select generate_series(1, 5);"
              + " analyze few, empty; create or replace function never() returns bool"
              + " language sql stable as 'select false';"
              + COUNTED);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select LAUNCH) > 0 from few",
        "select n from few where n > 3 and LAUNCH) > 0",
        "select n from few where LAUNCH) > 0 and n > 3",
        "select n from few where n > 3 or LAUNCH) > 0",
        "select case when n = 2 then LAUNCH) end from few",
        "select case when false then LAUNCH) else -1 end",
        "select coalesce(nullif(n, 3), LAUNCH)) from few",
        "select LAUNCH) where false",
        "select LAUNCH) from few where false",
        "select LAUNCH) limit 0",
        "select LAUNCH) from few limit 2",
        "select LAUNCH) from few order by n limit 2",
        "select LAUNCH) from few order by 1 limit 2",
        "select distinct LAUNCH) > 0 from few",
        "select count(LAUNCH)) from few",
        "select LAUNCH) where not exists (select 1 from few)",
        "select LAUNCH) where not exists (select 1 from empty)",
        "select LAUNCH) from few, empty",
        "select LAUNCH) from empty right join few on true",
        "select 1 where 1 in (select LAUNCH) from empty)",
        "select 1 where exists (select LAUNCH) from few)",
        "select exists (select LAUNCH) from empty)",
        "select array(select LAUNCH) from few)",
        "select 1 union all select LAUNCH)",
        "select 1 union all select LAUNCH) limit 1",
        "with h as (select LAUNCH) as p) select 1",
        "with h as (select LAUNCH) as p) select p, p from h",
        "with h as not materialized (select LAUNCH) as p) select a.p from h a, h b",
        "select (h).p from (select LAUNCH) as p offset 0) h, few",
        "select (select LAUNCH)) from few",
        "select (select LAUNCH) where n > 0) from few",
        "select h from few, lateral LAUNCH || ' -- ' || n) h",
        "select r.x from few, lateral LAUNCH || ' -- ' || n) h, lateral result(h) as r(x text)",
        "select r.x from few k cross join lateral RESULT as r(x text)",
        "select r.x from RESULT as r(x text), empty",
        "select r.x from empty, RESULT as r(x text)",
        "select r.x from RESULT as r(x text) where false",
        "select r.x from RESULT as r(x text) where never()",
        "select r.x from RESULT as r(x text) where (select false)",
        "select r.x from RESULT as r(x text) limit 0",
        "select r.x from RESULT as r(x text) limit (select 0)",
        "select 1 from RESULT as r(x text) having true",
        "select count(*) from RESULT as r(x text) having false",
        "select r.x from RESULT as r(x text) where r.x in (select e.n::text from empty e)",
        "select r.x from RESULT as r(x text) where exists (select from empty e where e.n = 1)",
        "with r as (select x from RESULT as (x text)) select 1",
        "select a.x from RESULT as a(x text), RESULT as b(y text)",
        "select a.x from RESULT as a(x text) full join RESULT as b(y text) on true",
        "select * from rows from (RESULT as (x text), LAUNCH)) as z",
        "insert into kept select LAUNCH) from few",
        "insert into kept values (LAUNCH)), (LAUNCH))",
        "insert into kept select n from few where n < 0 returning LAUNCH)",
        "insert into kept select n from few returning LAUNCH)",
        "update few set n = LAUNCH) where n > 2",
        "update few set n = n where LAUNCH) < 0",
        "delete from few where LAUNCH) > 0 returning n",
        "create temp table made as select LAUNCH) from few with no data",
        "create temp table made as select LAUNCH) from few",
        "create table if not exists kept as select LAUNCH) from few",
        "explain select LAUNCH) from few",
        "explain analyze select LAUNCH) from few",
        "explain analyze insert into kept select LAUNCH) from few",
        "prepare p as select LAUNCH) from few; deallocate p",
        "prepare p as select LAUNCH) from few; execute p; execute p; deallocate p",
        "begin; declare c cursor for select LAUNCH) from few; fetch 2 from c; commit",
        "begin; declare c no scroll cursor with hold for select LAUNCH) from few; commit; close c",
        "copy (select LAUNCH) from few) to '/dev/null'",
        "do $$ begin if false then perform LAUNCH); end if; end $$",
        "do $$ begin for i in 1..3 loop perform LAUNCH) from few; end loop; end $$",
        "do $$ begin perform LAUNCH); perform 1 / 0; exception when others then null; end $$",
        "do $$ begin perform LAUNCH) from few limit 0; end $$",
        "do $$ begin execute 'select LAUNCH_QUOTED) from few'; end $$",
        "do $$ declare a int := LAUNCH); begin a := LAUNCH); if LAUNCH) < 0 then return; end if;"
            + " end $$",
        "select f.a, f.b from (select LAUNCH) as a, LAUNCH) as b from few offset 0) f",
        "values (LAUNCH)), (LAUNCH))",
        "select sum(n) filter (where LAUNCH) > 0) over (order by n) from few",
      })
  void a_launch_happens_as_often_as_the_server_evaluates_it(String sql) throws Exception {
    assertEquals(counted(sql), launched(sql), sql);
  }

  @Test
  void a_value_that_is_known_only_when_it_is_run_decides_too() throws Exception {
    try (Connection connection = database.connect();
        PreparedStatement statement =
            connection.prepareStatement(
                "select r.x from " + ours("RESULT") + " as r(x text) where ?")) {
      statement.setBoolean(1, false);
      assertTrue(Sql.rows(statement.executeQuery()).isEmpty());
      assertEquals("0", launches(connection));
      statement.setBoolean(1, true);
      assertEquals("INSERT 0 1", Sql.value(statement.executeQuery()));
      assertEquals("1", launches(connection));
    }
  }

  @Test
  void launches_come_in_the_order_of_the_server() throws Exception {
    try (Connection connection = database.connect()) {
      Sql.execute(connection, "create table ordered(n serial, x int)");
      Sql.execute(
          connection,
          "do $$ begin"
              + " perform x from few k, lateral pg_background_launch("
              + "'insert into ordered(x) values (' || k.n || ') returning x') h,"
              + " lateral pg_background_result(h) as r(x int) order by k.n;"
              + " end $$");
      assertEquals(
          "t", Sql.value(connection, "select count(*) = 5 and bool_and(n = x) from ordered"));
      Sql.execute(connection, "drop table ordered");
    }
  }

  /** A plan may remember what a function gave for a pid: so no two rows may have the same. */
  @Test
  void each_row_reads_its_own_job_even_if_there_are_more_rows_than_workers() throws Exception {
    try (Connection connection = database.connect()) {
      for (String query :
          new String[] {
            "select count(*), bool_and(k.n = r.x) from generate_series(1, 40) as k(n),"
                + " lateral pg_background_launch('select ' || k.n) as h,"
                + " lateral pg_background_result(h) as r(x int)",
            "select count(*), bool_and(k.n = r.x) from generate_series(1, 40) as k(n),"
                + " lateral pg_background_launch_v2('select ' || k.n) as h,"
                + " lateral pg_background_result_v2(h.pid, h.cookie) as r(x int)"
          }) {
        assertEquals("40|t", Sql.rows(connection, query).get(0));
      }
    }
  }

  /** How often the server calls functions of its own. */
  private String counted(String sql) throws SQLException {
    try (Connection connection = database.connectPlain()) {
      Sql.execute(connection, text(sql, "counted."));
      return String.valueOf(
          Sql.value(
              connection,
              "select case when is_called then last_value else 0 end from counted.calls"));
    }
  }

  private String launched(String sql) throws SQLException {
    tables();
    try (Connection connection = database.connect()) {
      Sql.execute(connection, ours(sql));
      return launches(connection);
    }
  }

  private static String launches(Connection connection) throws SQLException {
    return String.valueOf(
        Sql.value(connection, "select s.workers_launched from pg_background_stats_v2() as s"));
  }

  private static String ours(String sql) {
    return text(sql, "pg_background_");
  }

  private static String text(String sql, String prefix) {
    return sql.replace("RESULT", RESULT)
        .replace("LAUNCH_QUOTED", LAUNCH.replace("'", "''"))
        .replace("LAUNCH", LAUNCH)
        .replaceAll("\\b(launch|result)\\(", prefix + "$1(");
  }
}
