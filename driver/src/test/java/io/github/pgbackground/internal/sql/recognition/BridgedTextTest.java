package io.github.pgbackground.internal.sql.recognition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.github.pgbackground.internal.session.rewrite.QualifiedText;
import io.github.pgbackground.internal.sql.Part;
import io.github.pgbackground.internal.sql.Script;
import io.github.pgbackground.internal.sql.text.ParameterStyle;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Which names of a statement for the server are qualified. In the tables {@code ^} stands before
 * each name that is, as the text has it; a schema between the two is replaced.
 */
class BridgedTextTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select ^pg_background_launch('vacuum ' || relname) from pg_class",
        "select case when a then ^public.pg_background_launch('x') else ^PG_Background_Launch('y') end",
        "select ^\"public\" . \"pg_background_launch\"('x') + 1",
        "select k.n, r.c from k, lateral ^pg_background_launch_v2('x' || k.n) h, lateral"
            + " ^pg_background_result_v2(h.pid, h.cookie) as r(c bigint)",
        "select r.x from handles as k, ^pg_background_result(k.pid) as r(x int)",
        "select r.x from handles as k, ^pg_background_result(pid) as r(x int)",
        "update t set pid = ^pg_background_launch('x') where pid is null",
        "insert into t(pg_background_launch) values (^pg_background_launch('x'))",
        "insert into t values (1) returning ^pg_background_launch('x')",
        "explain (costs off) select * from ^pg_background_result(1) as (x int)",
        "prepare p(text) as select ^pg_background_launch($1)",
        "declare c cursor for select ^pg_background_launch('x') from t",
        "create table t as select 1 + ^pg_background_launch('x')",
        "create temp table t as values (^pg_background_launch('x'))",
        "create or replace temporary view v as select ^pg_background_launch('x')",
        "copy (select ^pg_background_launch('x')) to '/dev/null'",
        "call p(^pg_background_launch('pg_background_launch(1)'))",
        "execute p(^pg_background_launch('x'))",
        "select ^pg_background_launch_v2('x') is not null as pg_background_launch",
        "select pg_background_launch, ^pg_background_launch('x') + 1 from t pg_background_launch(a)",
      })
  void calls_that_only_the_server_can_order_are_qualified(String marked) {
    assertQualified(marked);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select null::^public.pg_background_handle",
        "select (null::pg_background_handle).pid",
        "select cast(row(1, 2) as ^public . \"pg_background_handle\")",
        "select cast(null as pg_background_stats)",
        "select pg_background_handle '(1,2)'",
        "select * from json_to_record('{}') as r(a int, h ^public.pg_background_handle[])",
        "select * from ^pg_background_result(1) as (h pg_background_handle, p pg_background_progress)",
        "prepare p(int, ^public.pg_background_handle) as select $1",
        "create temp table t (h ^public.pg_background_handle, i pg_background_progress)",
        "select null::pg_background_progress, ^pg_background_progress(1)",
      })
  void types_are_found_and_qualified_where_they_have_a_schema(String marked) {
    assertQualified(marked);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "do $$ begin perform ^pg_background_launch('x'); end $$",
        "do $a$begin perform ^public.pg_background_launch('x'); end$a$ language plpgsql",
        "do language plpgsql 'begin perform ^pg_background_launch(''x''); end'",
        "do language 'plpgsql' E'begin\\n perform ^pg_background_launch(\\'x\\');\\nend'",
        "do 'begin perform '\n '^pg_background_launch(''x''); end'",
        "do $$ <<a>> declare h pg_background_handle; g ^public.pg_background_handle; begin end $$",
        "do $$ declare h ^public.pg_background_handle%rowtype;"
            + " p ^public.pg_background_handle.pid%type; begin end $$",
        "do $$ declare h constant ^public.pg_background_handle[] := array[^pg_background_launch_v2('x')];"
            + " begin end $$",
        "do $$ begin h := ^pg_background_launch_v2('x'); h = ^pg_background_launch_v2('x'); end $$",
        "do $$ begin if ^pg_background_wait_v2_timeout(h.pid, h.cookie, 1) then return; elsif not"
            + " ^pg_background_wait_v2_timeout(1, 2, 3) then null; end if; end $$",
        "do $$ begin while ^pg_background_wait_v2_timeout(1, 2, 3) loop"
            + " perform ^pg_background_progress(1); end loop; end $$",
        "do $$ begin for r in select * from ^pg_background_result(1) as (x int) loop"
            + " raise notice '%', ^pg_background_launch('x'); end loop; end $$",
        "do $$ begin for i in 1..^pg_background_launch('x') loop null; end loop; end $$",
        "do $$ begin select * into h from ^pg_background_launch_v2('select 1'); end $$",
        "do $$ begin return; exception when others then perform ^pg_background_detach(1); end $$",
        "do $$ begin create temp table t as select ^pg_background_launch('x'); end $$",
        "do $$ begin create table pg_background_launch(a int);"
            + " insert into pg_background_launch(a) values (^pg_background_launch('x')); end $$",
        "do $$ declare pg_background_progress int := 1; begin"
            + " pg_background_progress := pg_background_progress + ^pg_background_launch('x'); end $$",
        "do $$ begin perform ^pg_background_launch('do $a$ begin perform"
            + " pg_background_progress(1); end $a$'); end $$",
      })
  void names_in_the_body_of_a_do_are_qualified(String marked) {
    assertQualified(marked);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "do $$ begin execute 'select ^pg_background_launch(''x'')'; end $$",
        "do $$ begin execute format('select ^public.pg_background_launch(%L)', a) into p using b; end $$",
        "do $$ begin execute 'select ' || '^pg_background_launch(' || quote_literal(a) || ')'; end $$",
        "do $$ begin return query execute $a$ select * from ^pg_background_result($1) as (x int) $a$"
            + " using p; end $$",
        "do $$ begin for r in execute 'select null::^public.pg_background_handle' loop"
            + " raise notice 'pg_background_launch(1)'; end loop; end $$",
        "do 'begin execute ''select ^pg_background_launch(''''x'''')''; end'",
        "do E'begin execute \\'select ^pg_background_launch(\\'\\'x\\'\\')\\'; end'",
        "do $$ begin execute 'do $a$ begin perform ^pg_background_launch(''pg_background_launch(1)'');"
            + " end $a$'; end $$",
        "do $$ declare q text := 'select ^pg_background_launch(''x'')'; begin execute q; end $$",
        "do $$ declare q text; begin if a then q := 'select ^pg_background_detach(1)'; end if;"
            + " execute q into r; end $$",
        "do $$ declare q text := 'select pg_background_progress(1)'; begin execute r;"
            + " perform ^pg_background_launch(q); end $$",
        "do $$ begin execute 'select ^pg_background_launch(''select pg_background_progress(1)'')'; end $$",
        "do $$ begin execute 'create view v as select pg_background_launch(1)';"
            + " execute 'create temp view v as select ^pg_background_launch(1)'; end $$",
      })
  void what_is_executed_in_a_do_is_qualified_as_far_as_it_is_known(String marked) {
    assertQualified(marked);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "do $$ begin null; end $$",
        "do $$ begin /* perform pg_background_launch('x'); */ null; end $$",
        "do $$ begin raise notice 'pg_background_launch(1)'; -- pg_background_launch(1)\nend $$",
        "do $$ begin raise notice '%', pg_background_launch; end $$",
        "do $$ declare pg_background_progress int := 1; begin pg_background_progress = 2; end $$",
        "do $$ begin create function f() returns pg_background_handle language sql as"
            + " 'select pg_background_launch_v2(''x'')'; end $$",
        "do $$ begin create view v as select pg_background_launch('x'); end $$",
        "do $$ begin execute 'drop function pg_background_launch(text, int)'; end $$",
        "do $$ begin drop function a(int), pg_background_launch(text, int); end $$",
        "do $$ begin perform other.pg_background_launch('x'); end $$",
        "do language plperl $$ pg_background_launch('x') $$",
        "do $$ begin perform pg_background_launch('x'); end $$ language sql",
        "do",
        "do language plpgsql",
        "select 1 as pg_background_handle, pg_background_progress from t pg_background_handle",
        "select a pg_background_handle from t, pg_background_stats",
        "select (select a, b pg_background_handle) from t",
        "select public.pg_background_handle, f(public.pg_background_handle) from t as public",
        "select other.pg_background_handle, null::other.pg_background_handle from t",
        "create table t (h public.pg_background_handle)",
        "create function f(h public.pg_background_handle) returns int language sql as 'select 1'",
        "drop type pg_background_handle",
      })
  void what_needs_nothing_of_pg_background_is_the_same_string(String sql) {
    Script script = Recognizer.recognise(sql, true, ParameterStyle.NONE);
    assertEquals("passed", Rendering.of(script));
    assertSame(sql, script.text(script.parts().get(0)));
  }

  @Test
  void without_a_schema_the_text_is_sent_as_it_stands() {
    String sql = "do $$ begin perform public.pg_background_launch('x'); end $$";
    Script script = Recognizer.recognise(sql, true, ParameterStyle.NONE);
    Part.Bridged part = assertInstanceOf(Part.Bridged.class, script.parts().get(0));
    assertSame(sql, new QualifiedText(script, part, "").toExecute());
  }

  @Test
  void strings_are_read_as_the_session_reads_them() {
    String sql = "do 'begin perform \\'a\\' || pg_background_launch(\\'x\\'); end'";
    assertEquals("bridged pg_background_launch", recognised(sql, false));
    assertEquals("passed", recognised(sql, true));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "→",
      quoteCharacter = '`',
      textBlock =
          """
          select ?::jsonb ?? 'a', 1 + launch(?)             → select ?::jsonb ?? 'a', 1 + pg_temp.launch(?)
          do $$ begin perform '?' || launch('a'); end $$    → do $$ begin perform '?' || pg_temp.launch('a'); end $$
          """)
  void question_marks_stay_what_they_are(String sql, String expected) {
    Script script = Recognizer.recognise(full(sql), true, ParameterStyle.JDBC);
    Part.Bridged part = (Part.Bridged) script.parts().get(0);
    assertEquals(full(expected), new QualifiedText(script, part, "pg_temp").toPrepare());
  }

  @Test
  void an_operator_with_a_question_mark_stays_one_when_it_has_to_be_prepared() {
    String sql = "update t set a = pg_background_launch('x') where b ? 'c' and d ?| e";
    Script script = Recognizer.recognise(sql, true, ParameterStyle.NONE);
    QualifiedText text = new QualifiedText(script, (Part.Bridged) script.parts().get(0), "pg_temp");
    assertEquals(sql.replace("pg_b", "pg_temp.pg_b"), text.toExecute());
    assertEquals(sql.replace("pg_b", "pg_temp.pg_b").replace("?", "??"), text.toPrepare());
  }

  @Test
  void settings_that_a_statement_may_look_at_are_seen_beside_its_calls() {
    assertEquals(
        "bridged pg_background_launch settings",
        recognised(
            "do $$ begin perform current_setting('pg_background.max_workers');"
                + " perform pg_background_launch('x'); end $$",
            true));
    assertEquals(
        "bridged pg_background_launch settings",
        recognised(
            "select 1 + pg_background_launch(current_setting('pg_background.max_workers'))", true));
  }

  private static String full(String sql) {
    return sql.replace("launch(", "pg_background_launch(");
  }

  private static String recognised(String sql, boolean standardConformingStrings) {
    return Rendering.of(Recognizer.recognise(sql, standardConformingStrings, ParameterStyle.NONE));
  }

  private static void assertQualified(String marked) {
    String sql = marked.replace("^", "");
    Script script = Recognizer.recognise(sql, true, ParameterStyle.NONE);
    assertEquals(1, script.parts().size());
    Part.Bridged part =
        assertInstanceOf(Part.Bridged.class, script.parts().get(0), () -> "for " + sql);
    assertEquals(
        marked.replaceAll("\\^(\"?public\"?\\s*\\.\\s*)?", "pg_temp."),
        new QualifiedText(script, part, "pg_temp").toExecute());
    assertEquals(sql, new QualifiedText(script, part, "").toExecute());
  }

  /**
   * What runs in a DO is told by its words; of what is prepared nobody knows when it runs, and of
   * what is executed not what it is.
   */
  @ParameterizedTest
  @CsvSource(
      delimiterString = "→",
      quoteCharacter = '`',
      textBlock =
          """
          select evil(), pg_background_launch('x')                              → known before
          prepare p as select pg_background_launch('x')                         → anything
          execute p(pg_background_launch('x'))                                  → anything
          explain analyze execute p(pg_background_launch('x'))                  → anything
          create temp table t as execute p(pg_background_launch('x'))           → anything
          select pg_background_launch('x'), execute from t                      → known before
          do $$begin perform pg_background_launch('say hello');end$$            → begin end perform
          do 'begin perform evil.f(a || 1, pg_background_launch(''x''));end'    → a begin end evil f perform ||
          do $$begin execute 'select 1'; perform pg_background_launch('x');end$$ → anything
          do $$begin perform pg_background_launch('x'); COMMIT; end$$           → anything
          do $$begin perform Query_To_XML('x'), pg_background_launch('x');end$$ → anything
          """)
  void code_whose_names_are_looked_up_later_is_known_by_its_words(String sql, String expected) {
    Part.Code code =
        ((Part.Bridged) Recognizer.recognise(sql, true, ParameterStyle.NONE).parts().get(0)).code();
    String words =
        code == null
            ? "known before"
            : code.isWhole() ? String.join(" ", new TreeSet<>(code.words())) : "anything";
    assertEquals(expected, words);
  }
}
