package io.github.pgbackground.internal.sql.recognition;

import static io.github.pgbackground.internal.sql.recognition.Shortened.firstWord;
import static io.github.pgbackground.internal.sql.recognition.Shortened.recognised;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which selects of calls and from calls can be served, and what is read from them. */
class ShapesTest {
  @ParameterizedTest
  @CsvSource(
      delimiterString = "→",
      quoteCharacter = '`',
      textBlock =
          """
          select detach(1)                        → select detach(1) pg_background_detach
          select all detach(1)                    → select detach(1) pg_background_detach
          select detach(1) as a                   → select detach(1) a
          select detach(1) a                      → select detach(1) a
          select detach(1) As "A "" ä"            → select detach(1) A " ä
          select detach(1) ÄbC                    → select detach(1) Äbc
          select detach(1) as select              → select detach(1) select
          select detach(1) name, launch('a')      → select detach(1) name, launch('a', -) pg_background_launch
          select launch(?), launch(?, ?) as b     → select launch(?1, -) pg_background_launch, launch(?2, ?3) b
          select result(1)                        → select result(1) pg_background_result
          select result(launch('a')) as r         → select result(launch('a', -)) r
          """)
  void a_select_of_calls_alone_is_served(String sql, String expected) {
    assertEquals(expected, recognised(sql));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "→",
      quoteCharacter = '`',
      textBlock =
          """
          select * from result(1)                      → * from result(1) -() tail
          select * from result(1) as (x int)           → * from result(1) -(x:int) tail as (x int)
          select * from result(1) as r(x int)          → * from result(1) r(x:int) tail as r(x int)
          select * from result(1) r(x int)             → * from result(1) r(x:int) tail r(x int)
          select * from result(1)r(x int)              → * from result(1) r(x:int) tailr(x int)
          select * from result(1) "R"("X" int)         → * from result(1) R(X:int) tail "R"("X" int)
          select all r.* from result(1) R(x int)       → r.* from result(1) r(x:int) tail R(x int)
          select x, r.y from result(1) r(x a, y b)     → x=x, r.y=y from result(1) r(x:a, y:b) tail r(x a, y b)
          select x as a, x "B", x c from result(1) r   → x=a, x=B, x=c from result(1) r() tail r
          select *, X, "X" from result(1) r            → *, x=x, X=X from result(1) r() tail r
          select x as from from result(1) r            → x=from from result(1) r() tail r
          select r.user from result(1) r               → r.user=user from result(1) r() tail r
          select a from result(1) as (b int)           → a=a from result(1) -(b:int) tail as (b int)
          select * from launch('a')                    → * from launch('a', -) -() tail
          select * from launch('a') as p               → * from launch('a', -) p() tail as p
          select p from launch('a') p                  → p=p from launch('a', -) p() tail p
          select pg_background_launch from launch('a') → pg_background_launch=pg_background_launch from launch('a', -) -() tail
          select a from launch('a') p(a)               → a=a from launch('a', -) p(a) tail p(a)
          select * from detach(1) as d                 → * from detach(1) d() tail as d
          """)
  void a_select_from_one_call_is_served(String sql, String expected) {
    assertEquals(expected, recognised(sql));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "numeric(5,1)",
        "character varying(3)",
        "timestamp (3) with time zone",
        "double precision",
        "int[][3]",
        "\"My Type\"",
        "pg_catalog.\"char\"",
        "public.t.x%type",
        "text collate \"C\"",
        "interval day to second(3)",
      })
  void the_type_of_a_column_is_kept_as_it_is_written(String type) {
    assertEquals(
        "* from result(1) r(a:T, b:T) tail r(a T, b  T )".replace("T", type),
        recognised("select * from result(1) r(a T, b  T )".replace("T", type)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select from result(1) as (x int)",
        "select distinct * from result(1) as (x int)",
        "select distinct on (x) x from result(1) as (x int)",
        "select x + 1 from result(1) as (x int)",
        "select count(*) from result(1) as (x int)",
        "select (x) from result(1) as (x int)",
        "select x::text from result(1) as (x int)",
        "select x[1] from result(1) as (x int[])",
        "select a.b.c from result(1) as (x int)",
        "select 1 from result(1) as (x int)",
        "select 'x' from result(1) as (x int)",
        "select ? from result(1) as (x int)",
        "select null from result(1) as (x int)",
        "select current_user from result(1) as (x int)",
        "select x, current_date from result(1) as (x int)",
        "select user from result(1) as (x int)",
        "select x into t from result(1) as (x int)",
        "select x day from result(1) as (x int)",
        "select * as x from result(1) as (x int)",
        "select *, from result(1) as (x int)",
        "select r. from result(1) as r(x int)",
        "select U&\"x\" from result(1) as (x int)",
        "select * from result(1) as (x int) where x > 1",
        "select * from result(1) as (x int) order by x",
        "select * from result(1) as (x int) limit 1",
        "select * from result(1) as (x int) offset 1",
        "select * from result(1) as (x int) fetch first row only",
        "select * from result(1) as (x int) group by x",
        "select * from result(1) as (x int) union all select 1",
        "select * from result(1) as (x int) for update",
        "select * from result(1) as (x int), t",
        "select * from result(1) as (x int) cross join t",
        "select * from result(1) as (x int) natural join t",
        "select * from result(1) as (x int) window w as ()",
        "select * from t, result(1) as (x int)",
        "select * from lateral result(1) as (x int)",
        "select * from rows from (result(1) as (x int))",
        "select * from (select * from result(1) as (x int)) as r",
        "select * from result(1) as r(x int) s",
        "select * from result(1) as r(x int)(y int)",
      })
  void a_select_over_rows_of_ours_with_anything_more_is_fed(String sql) {
    assertEquals("fed", firstWord(recognised(sql)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select result(1), result(2)",
        "select result(1), launch('a')",
        "select distinct launch('a')",
        "select launch('a') where true",
        "select launch('a') limit 1",
        "select launch('a') order by 1",
        "select launch('a') union select 1",
        "select launch('a') for update",
        "select launch('a') into t",
        "select launch('a') from t",
        "select launch('a'), *",
        "select launch('a') + 1",
        "select launch('a')::text",
        "select (result(1)).x",
        "select (launch('a'))",
        "select launch('a') over ()",
        "select launch('a') filter (where true)",
        "select launch('a') within group (order by 1)",
        "select launch('a') collate \"C\"",
        "select launch('a') as a.b",
        "select launch('a') as U&\"b\"",
        "select launch('a') as 'b'",
        "select launch('a') as",
        "select launch('a') a b",
        "select launch('a'),",
        "select launch('a') as a, b",
        "select * from result(1) where true",
        "select * from result(1) with ordinality",
        "select * from result(1) tablesample system(1)",
        "select * from (result(1)) as (x int)",
        "select * from result(1) (x int)",
        "select * from result(1) as",
        "select * from result(1) as r()",
        "select * from result(1) as r(x int,)",
        "select * from result(1) as r(,x int)",
        "select * from result(1) as r(select int)",
        "select * from result(1) as select(x int)",
        "select * from result(1) as U&\"r\"(x int)",
        "select * from result(1) as r(x numeric(?))",
        "select * from result(1) as r(x numeric(launch('a')))",
        "select * from result(1)::t",
        "select * from result(1).x",
      })
  void any_other_select_with_anything_more_is_bridged(String sql) {
    assertEquals("bridged", firstWord(recognised(sql)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "→",
      quoteCharacter = '`',
      textBlock =
          """
          select r from result(1) as r(x int)                   → fed
          select x, r as y from result(1) r(x int)              → fed
          select "R" from result(1) "R"(x int)                  → fed
          select r from result(1) r                             → bridged
          select pg_background_result from result(1) as (x int) → fed
          select p from launch('a') p(a)                        → fed
          """)
  void a_row_read_as_one_value_is_not_served(String sql, String route) {
    assertEquals(route, firstWord(recognised(sql)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "→",
      quoteCharacter = '`',
      textBlock =
          """
          select r from result(1) as r(r int)                    → r=r from result(1) r(r:int) tail as r(r int)
          select r.r from result(1) as r(x int)                  → r.r=r from result(1) r(x:int) tail as r(x int)
          select pg_background_result from result(1) as r(x int) → pg_background_result=pg_background_result from result(1) r(x:int) tail as r(x int)
          select "R" from result(1) as r(x int)                  → R=R from result(1) r(x:int) tail as r(x int)
          select pg_background_launch from launch('a') p         → pg_background_launch=pg_background_launch from launch('a', -) p() tail p
          """)
  void a_name_like_the_sources_that_is_not_the_source_may_be_a_column(String sql, String expected) {
    assertEquals(expected, recognised(sql));
  }

  @Test
  void labels_and_aliases_are_cut_as_the_server_cuts_names() {
    String longName = "ä".repeat(40);
    String cut = "ä".repeat(31);
    String source = "result(1) X(X int)".replace("X", longName);
    assertEquals("select detach(1) " + cut, recognised("select detach(1) as " + longName));
    assertEquals(
        "* from result(1) X(X:int) tail ".replace("X", cut) + source.substring(10),
        recognised("select * from " + source));
  }

  @Test
  void a_statement_for_the_server_says_which_functions_it_needs() {
    assertEquals(
        "bridged public.pg_background_detach pg_background_launch",
        recognised("explain /* é🐘 */ select public.detach(launch('a'))"));
  }
}
