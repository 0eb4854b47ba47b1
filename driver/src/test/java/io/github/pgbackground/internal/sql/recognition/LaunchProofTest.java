package io.github.pgbackground.internal.sql.recognition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.pgbackground.internal.sql.Part;
import io.github.pgbackground.internal.sql.text.ParameterStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A launch is fed only where the server would evaluate it for certain. */
class LaunchProofTest {
  private static final String SOURCE = "result(launch('a')) as r(x int)";

  /** Ways to put a query into a larger one that reads it in any case. */
  private static final List<UnaryOperator<String>> READING =
      List.of(
          query -> "(" + query + ")",
          query -> "select x from (" + query + ") s where x > 1",
          query -> "select (" + query + ") as one, exists (" + query + ")",
          query -> "with q as (" + query + ") select * from q order by 1",
          query -> "select count(*) from (" + query + ") s limit 1 offset 0",
          query -> "select * from (" + query + ") s union all select 1");

  /** Ways to put a query into a larger one that may leave it unread. */
  private static final List<UnaryOperator<String>> SKIPPING =
      List.of(
          query -> "select case when a then (" + query + ") end",
          query -> "select 1, (" + query + ")",
          query -> "select coalesce(1, (" + query + "))",
          query -> "select (" + query + ") where false",
          query -> "select (" + query + ") from t",
          query -> "select 1 from t where a in (" + query + ")",
          query -> "select 1 from t where exists (" + query + ")",
          query -> "select 1 from t where b or a = (" + query + ")",
          query -> "select 1 from (" + query + ") s, t",
          query -> "select 1 from t, (" + query + ") s",
          query -> "select 1 from t left join (" + query + ") s on true",
          query -> "select 1 from (" + query + ") s join t on true",
          query -> "select 1 from (" + query + ") s natural full join t",
          query -> "select 1 from t cross join lateral (" + query + ") s",
          query -> "select 1 from (" + query + ") s limit 0",
          query -> "select 1 from (" + query + ") s limit ?",
          query -> "select 1 from (" + query + ") s limit 1 - 1",
          query -> "select 1 from (" + query + ") s limit null offset a",
          query -> "select 1 from (" + query + ") s fetch first 0 rows only",
          query -> "select 1 from (" + query + ") s offset -1",
          query -> "select 1 from (" + query + ") s for update",
          query -> "select 1 into t from (" + query + ") s",
          query -> "select 1 union all (" + query + ")",
          query -> "select 1 union all select * from (" + query + ") s limit 1",
          query -> "select 1 from (" + query + ") s intersect select 1",
          query -> "select 1 from (" + query + ") s except select 1",
          query -> "with q as (" + query + ") select 1",
          query -> "with q as (" + query + ") select 1 from other.q",
          query -> "with q as (" + query + ") select 1 from t, q",
          query -> "with recursive q as (" + query + ") select 1 from q",
          query -> "with q as (" + query + "), p as (select 1 from q) select 1",
          query -> "select 1 from rows from (f(), result(1) as (x int)), (" + query + ") s",
          query -> "values ((" + query + "))",
          query -> "select array(" + query + ")",
          query -> "select f((" + query + "))",
          query -> "select 1 is distinct from (" + query + ")");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select x + 1 from SOURCE",
        "select all x + 1 from SOURCE",
        "select distinct on (x) x from SOURCE where x > 1 order by x limit 2",
        "select x, count(*) from SOURCE group by x having count(*) > 1 window w as () order by 1",
        "select x from SOURCE limit all",
        "select x is distinct from 1 from SOURCE",
        "select 1 from rows from (result(launch('a')) as (x int), f(1)) as z",
        "select 1 from rows from (result(launch('a')) as (x int)) with ordinality z(a, b)",
        "select x + 1 from SOURCE union select 2 union all select 3 order by 1 limit 1",
        "with q(a) as not materialized (select x + 1 from SOURCE) select a from q as p(b) where b > 1",
        "with p as (select x + 1 from SOURCE), q as (select * from p) select * from q",
        "insert into t select x + 1 from SOURCE",
        "insert into s.t as a (b, c) overriding user value select x, 1 from SOURCE on conflict do"
            + " nothing returning *",
        "insert into t with q as (select x + 1 from SOURCE) select * from q",
        "create table t as select x + 1 from SOURCE",
        "create temp table if not exists t (a) on commit drop as (select x + 1 from SOURCE) with data",
        "select (select x from SOURCE)",
        "select (select x from SOURCE) a, exists (select from SOURCE) as b",
        "select pid + 1 from launch_v2('a')",
        "insert into t select h.pid, now() from launch_v2('a') as h",
        "create table t as select * from launch_v2('a') with ordinality as h(a, b, c)",
        "with h as (select * from launch_v2('a')) select pid from h",
        "select (select p from launch('a') as p)",
      })
  void what_is_certain_is_fed(String sql) {
    assertEquals("fed", fate(sql));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select 1 from SOURCE, result(launch('b')) as s(y int)",
        "select 1 from rows from (f(1), result(launch('a')) as (x int)) as z",
        "select 1 from rows from (result(1) as (y int), f(), result(launch('a')) as (x int)) as z",
        "create table t as select x + 1 from SOURCE with no data",
        "with q as (select x + 1 from SOURCE) insert into t select * from q",
        "with q as (delete from t returning a) select 1 from q where a in (select x from SOURCE)",
        "update t set a = x from SOURCE",
        "delete from t using SOURCE",
        "merge into t using SOURCE on true when matched then delete",
        "insert into t values ((select x from SOURCE))",
        "insert into t select 1 where exists (select 1 from SOURCE)",
        "select x from SOURCE where x in (select y from result(launch('b')) as s(y int))",
        "select (select x from SOURCE), launched from result(1) as s(y int)",
        "select 1 from launch_v2('a') h, t",
        "select 1 from t, launch('a') as p",
        "select 1 from t where a in (select pid from launch_v2('a'))",
        "select pid + 1 from launch_v2('a') limit 0",
      })
  void what_is_not_certain_is_for_the_server_alone(String sql) {
    assertEquals("bridged", fate(sql));
  }

  @Test
  void whatever_can_leave_a_query_unread_does_so_wherever_it_stands() {
    String certain = "select x + 1 from " + SOURCE;
    for (UnaryOperator<String> skipping : SKIPPING) {
      assertFalse(isFed(skipping.apply(certain)), () -> skipping.apply(certain));
    }
    Random random = new Random(4711);
    for (int i = 0; i < 5_000; i++) {
      List<UnaryOperator<String>> levels = new ArrayList<>();
      for (int level = random.nextInt(4); level >= 0; level--) {
        levels.add(READING.get(random.nextInt(READING.size())));
      }
      levels.add(random.nextInt(levels.size() + 1), SKIPPING.get(random.nextInt(SKIPPING.size())));
      String sql = certain;
      for (UnaryOperator<String> level : levels) {
        sql = level.apply(sql);
      }
      String made = sql;
      assertFalse(isFed(made), () -> "fed: " + made);
    }
  }

  @Test
  void what_reads_a_query_in_any_case_does_so_wherever_it_stands() {
    Random random = new Random(4711);
    for (int i = 0; i < 1_000; i++) {
      String sql = "select x + 1 from " + SOURCE;
      for (int level = random.nextInt(4); level >= 0; level--) {
        sql = READING.get(random.nextInt(READING.size())).apply(sql);
      }
      assertEquals("fed", fate(sql), sql);
    }
  }

  private static boolean isFed(String sql) {
    return part(sql) instanceof Part.Fed;
  }

  private static String fate(String sql) {
    Part part = part(sql);
    return part instanceof Part.Bridged
        ? "bridged"
        : part instanceof Part.Fed ? "fed" : part.toString();
  }

  private static Part part(String sql) {
    String full =
        sql.replace("SOURCE", SOURCE)
            .replaceAll("\\b(launch|launch_v2|result)\\(", "pg_background_$1(");
    return Recognizer.recognise(full, true, ParameterStyle.JDBC).parts().get(0);
  }
}
