package io.github.pgbackground.internal.sql.recognition;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.pgbackground.internal.sql.Part;
import io.github.pgbackground.internal.sql.Part.QuestionMark;
import io.github.pgbackground.internal.sql.text.ParameterStyle;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which calls give rows to the rest of their statement, and what is read of them. */
class RowSourcesTest {

  @ParameterizedTest
  @CsvSource(
      delimiterString = "→",
      quoteCharacter = '`',
      textBlock =
          """
          select x + 1 from result(1) as (x int)                    → fed result(1) as pg_background_result(x:int)
          select 1 from t, result(1) R(x int, "Y" numeric(5, 1))    → fed result(1) as r(x:int, Y:numeric(5, 1))
          select 1 from result(1) as "R" (x int) where x = ?        → fed result(1) as R(x:int)
          select 1 from result(?) a(x int), result(?) b(y text)     → fed result(?1) as a(x:int), result(?2) as b(y:text)
          select 1 from rows from (f(), result(1) as (x int)) as z  → fed result(1) in rows from pg_background_result(x:int)
          select (1 + 2), r from result(40 + 2) r(x text collate c) → fed result(<40 + 2>) as r(x:text collate c)
          delete from t using result(1) as r(x int) where a = x     → fed result(1) as r(x:int)
          merge into t using result(1) r(x int) on x = a when matched then delete → fed result(1) as r(x:int)
          update t set a = x from result(1) r(x int) returning *    → fed result(1) as r(x:int)
          create temp table t as select x+1 from result(1) r(x int) → fed result(1) as r(x:int)
          select x + 1 from result(launch('a')) r(x int)            → fed result(launch('a', -)) as r(x:int)
          select 1 from t, result(1) r(x int) for no key update     → fed for update result(1) as r(x:int)
          select pct + 1 from get_progress_v2(1, ?) as p            → fed get_progress_v2(1, ?1) as p(progress_pct:pg_catalog.int4, progress_msg:pg_catalog.text)
          select 1 from t join get_progress_v2(1, 2) p(a) on a = b  → fed get_progress_v2(1, 2) as p(progress_pct:pg_catalog.int4, progress_msg:pg_catalog.text)
          select 1 from t natural join get_progress_v2(1, abs(2))   → fed get_progress_v2(1, <abs(2)>) as pg_background_get_progress_v2(progress_pct:pg_catalog.int4, progress_msg:pg_catalog.text)
          select 1 from rows from (f(), get_progress_v2(1, 2)) as z → fed get_progress_v2(1, 2) in rows from pg_background_get_progress_v2(progress_pct:pg_catalog.int4, progress_msg:pg_catalog.text)
          select p + 1 from launch('a') as p                        → fed launch('a', -) as p(p:pg_catalog.int4)
          insert into t select pid from launch_v2('a')              → fed launch_v2('a', -) as pg_background_launch_v2(pid:pg_catalog.int4, cookie:pg_catalog.int8)
          """)
  void a_call_with_a_column_definition_list_is_a_source_of_rows(String sql, String expected) {
    assertEquals(expected, recognised(sql));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select launch('a') from result(1) as (x int)",
        "select (select launch('a')) from result(1) as (x int)",
        "select 1 from result(1) as r(x int) join launch('a') p on p = x",
        "select 1 from result(1) r where true",
        "select result(1) from t",
        "select 1 from result(1) as r(x) where true",
        "select 1 from result(1) as r(x int, y) where true",
        "select 1 from result(1) as r(x varchar(?)) where true",
        "select 1 from result(launch('a') + 1) as r(x int) where true",
        "select 1 from result(1) as U&\"r\"(x int) where true",
        "with h as (select 1 p) select 1 from t, result((select p from h)) r(x int)",
        "explain select 1 from t, result(1) r(x int)",
        "prepare p as select 1 from t, result(1) r(x int)",
        "declare c cursor for select 1 from t, result(1) r(x int)",
        "copy (select 1 from t, result(1) r(x int)) to stdout",
        "select 1, get_progress_v2(1, 2) from t",
        "select 1 from t where get_progress_v2(1, 2) is distinct from get_progress_v2(1, 3)",
        "select 1 from t order by 1, get_progress_v2(1, 2)",
        "select extract(day from get_progress_v2(1, 2)) from t",
        "select f(1, get_progress_v2(1, 2)) from t",
        "select 1 from t join u on a is not distinct from get_progress_v2(1, 2)",
        "select 1 from list, get_progress_v2(list.pid, cookie) p",
        "select 1 from t, get_progress_v2(1, 2) p(a int, b text)",
        "select 1 from rows from (get_progress_v2(1, 2) as (a int, b text)) z",
        "select 1 from t, wait_v2_timeout(1, 2, 3)",
        "select 1 from t, launch_v2('a')",
        "update t set a = 1, b = get_progress_v2(1, 2)",
      })
  void a_statement_with_a_call_that_is_none_is_not_fed(String sql) {
    assertEquals(false, isFed(sql));
  }

  @Test
  void question_marks_of_parameters_and_of_operators_are_told_apart() {
    String from = "from pg_background_result(?) as (x int)";
    String prepared = "select ? ?? 'a', ?, '?' " + from;
    assertEquals(
        List.of(
            new QuestionMark(7, 1, true),
            new QuestionMark(9, 2, false),
            new QuestionMark(17, 1, true),
            new QuestionMark(prepared.indexOf("(?)") + 1, 1, true)),
        marks(prepared, ParameterStyle.JDBC));
    assertEquals(
        List.of(new QuestionMark(9, 1, false), new QuestionMark(11, 1, false)),
        marks(
            "select a ?|? b /* ? */ from pg_background_result(1) as (x int)", ParameterStyle.NONE));
  }

  private static List<QuestionMark> marks(String sql, ParameterStyle style) {
    return ((Part.Fed) Recognizer.recognise(sql, true, style).parts().get(0)).marks();
  }

  private static boolean isFed(String sql) {
    return Recognizer.recognise(full(sql), true, ParameterStyle.JDBC).parts().get(0)
        instanceof Part.Fed;
  }

  private static String recognised(String sql) {
    return Rendering.of(Recognizer.recognise(full(sql), true, ParameterStyle.JDBC));
  }

  private static String full(String sql) {
    return sql.replaceAll(
        "\\b(launch|launch_v2|result|detach|get_progress_v2|wait_v2_timeout)\\(",
        "pg_background_$1(");
  }
}
