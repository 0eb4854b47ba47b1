package io.github.pgbackground.internal.sql.recognition;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.pgbackground.internal.sql.text.ParameterStyle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands between the parentheses of a call. */
class ArgumentsTest {

  @ParameterizedTest
  @CsvSource(
      delimiterString = "→",
      quoteCharacter = '`',
      textBlock =
          """
          launch('')                                → launch('', -)
          launch('it''s')                           → launch('it's', -)
          launch('a\\b')                            → launch('a\\b', -)
          launch($$it's$$)                          → launch('it's', -)
          launch($tag$ $$ $tag$)                    → launch(' $$ ', -)
          launch('ünï 日本 🐘')                      → launch('ünï 日本 🐘', -)
          launch('pg_background_launch(1)')         → launch('pg_background_launch(1)', -)
          launch('a', 0)                            → launch('a', 0)
          launch('a', 007)                          → launch('a', 7)
          launch('a', +5)                           → launch('a', 5)
          launch('a', - 5)                          → launch('a', -5)
          launch('a', 2147483647)                   → launch('a', 2147483647)
          launch('a', -2147483648)                  → launch('a', -2147483648)
          launch(null, NULL)                        → launch(null, null)
          launch(?, ?)                              → launch(?1, ?2)
          result(launch(?, ?))                      → result(launch(?1, ?2))
          result(launch('a'))                       → result(launch('a', -))
          detach((( launch('a') )))                 → detach(launch('a', -))
          launch('a', launch('b', launch('c')))     → launch('a', launch('b', launch('c', -)))
          list_v2()                                 → list_v2()
          wait_v2(1, 2)                             → wait_v2(1, 2)
          wait_v2(-1, -9223372036854775808)         → wait_v2(-1, -9223372036854775808)
          wait_v2(launch('a'), 9223372036854775807) → wait_v2(launch('a', -), 9223372036854775807)
          wait_v2(cookie => ?, pid => ?)            → wait_v2(?2, ?1)
          progress(msg => 'a', pct => 1)            → progress(1, 'a')
          """)
  void a_value_that_the_text_shows_needs_no_server(String call, String expected) {
    assertEquals("select " + expected, served(call));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "→",
      quoteCharacter = '`',
      textBlock =
          """
          launch(E'a\\n')                           → launch(<E'a\\n'>, -)
          launch(U&'a' uescape '!')                 → launch(<U&'a' uescape '!'>, -)
          launch(N'a')                              → launch(<N'a'>, -)
          launch(('a'))                             → launch(<('a')>, -)
          launch('a'::text)                         → launch(<'a'::text>, -)
          launch(text 'a')                          → launch(<text 'a'>, -)
          launch('select ' || 40 + 2)               → launch(<'select ' || 40 + 2>, -)
          launch('a' || '?' || ?)                   → launch(<'a' || '?' || ?>1+1, -)
          launch(?, ? + ?)                          → launch(?1, <? + ?>2+2)
          launch(?::text, ?)                        → launch(<?::text>1+1, ?2)
          launch($1)                                → launch(<$1>, -)
          launch(a.b['x', (1)])                     → launch(<a.b['x', (1)]>, -)
          launch(format('%s, %s', 1, ?), 5)         → launch(<format('%s, %s', 1, ?)>1+1, 5)
          launch((select max(q) from t))            → launch(<(select max(q) from t)>, -)
          launch(array(select 1 order by 1)::text)  → launch(<array(select 1 order by 1)::text>, -)
          launch(current_query())                   → launch(<current_query()>, -)
          launch(case when ? then 'a' end)          → launch(<case when ? then 'a' end>1+1, -)
          launch('a', '5')                          → launch('a', <'5'>)
          launch('a', (5))                          → launch('a', <(5)>)
          launch('a', - -5)                         → launch('a', <- -5>)
          launch('a', 0x1F)                         → launch('a', <0x1F>)
          launch('a', 1_000)                        → launch('a', <1_000>)
          launch('a', 64 * 1024)                    → launch('a', <64 * 1024>)
          launch('a', nullif(1, 1))                 → launch('a', <nullif(1, 1)>)
          launch({fn concat('a', 'b')})             → launch(<{fn concat('a', 'b')}>, -)
          result("pid")                             → result(<"pid">)
          """)
  void anything_else_is_an_expression_for_the_server(String call, String expected) {
    assertEquals("select " + expected, served(call));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "→",
      quoteCharacter = '`',
      textBlock =
          """
          launch(sql => 'a')                        → launch('a', -)
          launch(sql := 'a')                        → launch('a', -)
          launch(SQL=>'a',QUEUE_SIZE=>-1)           → launch('a', -1)
          launch("sql":='a',"queue_size":=+1)       → launch('a', 1)
          launch(queue_size => ?, sql => ?)         → launch(?2, ?1)
          launch('a', queue_size => null)           → launch('a', null)
          launch(sql /* a */ => /* b */ 'a')        → launch('a', -)
          launch(sql => 'a' || ?)                   → launch(<'a' || ?>1+1, -)
          result(pid => launch(sql => 'a'))         → result(launch('a', -))
          """)
  void arguments_by_name_are_put_into_the_functions_order(String call, String expected) {
    assertEquals("select " + expected, served(call));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "launch()",
        "launch('a', 1, 2)",
        "launch('a',)",
        "launch(,'a')",
        "launch('a',,1)",
        "launch(queue_size => 1)",
        "launch(sql => 'a', sql => 'b')",
        "launch('a', sql => 'b')",
        "launch(sql => 'a', 1)",
        "launch(query => 'a')",
        "launch(\"SQL\" => 'a')",
        "launch(sql =>)",
        "launch(1)",
        "launch(-1)",
        "launch(1.5)",
        "launch(true)",
        "launch(B'01')",
        "launch('a', 1.5)",
        "launch('a', 1.)",
        "launch('a', .5)",
        "launch('a', 1e3)",
        "launch('a', 2147483648)",
        "launch('a', -2147483649)",
        "launch('a', 99999999999999999999)",
        "launch('a', false)",
        "launch('a', X'1F')",
        "launch(*)",
        "launch(all 'a')",
        "launch(distinct 'a')",
        "launch(variadic array['a'])",
        "launch('a' order by 1)",
        "launch(select 'a')",
        "launch(values ('a'))",
        "launch(table t)",
        "launch(with x as (select 'a') select * from x)",
        "launch(launch('a'))",
        "result(detach(1))",
        "result(result(1))",
        "detach((result(1)))",
        "detach(launch(1))",
        "detach(launch(1) + 0)",
        "launch('a'), pg_background_launch(1)",
        "list_v2(1)",
        "wait_v2(1)",
        "wait_v2(2147483648, 1)",
        "wait_v2(1, 9223372036854775808)",
        "wait_v2(1, 1.0)",
        "wait_v2(1, list_v2())",
      })
  void a_call_that_fits_no_function_is_left_to_the_servers_judgement(String call) {
    assertEquals("passed", recognised(call));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "detach(launch('a') + 0)",
        "detach(launch('a')::int)",
        "detach(-launch('a'))",
        "detach((select pg_background_launch('a')))",
        "detach(coalesce(null, launch('a')))",
        "launch('select ' || launch('a'))",
      })
  void an_argument_that_computes_with_another_call_is_not_served(String call) {
    String sql = recognised(call);
    assertEquals("bridged", sql.substring(0, sql.indexOf(' ')));
  }

  @Test
  void calls_in_calls_are_served_to_a_depth_that_somebody_might_write() {
    assertEquals(
        "select " + "launch('a', ".repeat(7) + "launch('a', -)" + ")".repeat(7), nested(8));
    assertEquals("bridged" + " pg_background_launch".repeat(9), recognised(nestedCall(9)));
  }

  @Test
  void calls_in_calls_without_end_do_no_harm() {
    assertEquals(
        "bridged" + " pg_background_launch".repeat(50_000), recognised(nestedCall(50_000)));
  }

  @Test
  void comments_in_an_expression_belong_to_it_and_comments_around_it_do_not() {
    assertEquals(
        "select launch(<a /* , */ -- )\n || b>, -)",
        served("launch( /* ( */ a /* , */ -- )\n || b -- (\n)"));
  }

  @Test
  void a_string_over_several_lines_is_one_value() {
    assertEquals(
        "select launch('a-b-it's-c', -)",
        served("launch('a-' -- it's 'not this'\n'b-it''s-'\n\n'c')"));
  }

  @Test
  void a_backslash_escapes_without_standard_conforming_strings_only() {
    String sql = "select pg_background_launch('a\\''), pg_background_launch('b')";
    assertEquals("passed", Rendering.of(Recognizer.recognise(sql, true, ParameterStyle.NONE)));
    assertEquals(
        "select launch(<'a\\''>, -) pg_background_launch, launch('b', -) pg_background_launch",
        Rendering.of(Recognizer.recognise(sql, false, ParameterStyle.NONE)));
  }

  @Test
  void question_marks_are_operators_in_a_text_without_parameters() {
    String sql = "select pg_background_launch(a ? 'b' and c ?| d)";
    assertEquals(
        "select launch(<a ? 'b' and c ?| d>, -) pg_background_launch",
        Rendering.of(Recognizer.recognise(sql, true, ParameterStyle.NONE)));
    assertEquals(
        "select launch(<a ? 'b' and c ?| d>1+2, -) pg_background_launch",
        Rendering.of(Recognizer.recognise(sql, true, ParameterStyle.JDBC)));
  }

  @Test
  void doubled_question_marks_are_no_parameters() {
    assertEquals(
        "select launch(<a ?? 'b' and c ??| d ??& ?>1+1, ?2)",
        served("launch(a ?? 'b' and c ??| d ??& ?, ?)"));
  }

  private static String nested(int depth) {
    return served(nestedCall(depth));
  }

  private static String nestedCall(int depth) {
    return "launch('a', ".repeat(depth - 1) + "launch('a')" + ")".repeat(depth - 1);
  }

  /** What a SELECT of the call is, without the label. */
  private static String served(String call) {
    String rendered = recognised(call);
    return rendered.substring(0, Math.max(0, rendered.lastIndexOf(' ')));
  }

  private static String recognised(String call) {
    return Shortened.recognised("select " + call);
  }
}
