package io.github.pgbackground.internal.sql.recognition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pgbackground.internal.sql.BackgroundFunction;
import io.github.pgbackground.internal.sql.FunctionTable;
import io.github.pgbackground.internal.sql.Parameters;
import io.github.pgbackground.internal.sql.Part;
import io.github.pgbackground.internal.sql.Script;
import io.github.pgbackground.internal.sql.text.ParameterStyle;
import io.github.pgbackground.internal.sql.text.SqlStatement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a text of several statements becomes the parts of a script. */
class ScriptTest {

  @Test
  void statements_without_calls_are_joined_and_keep_their_comments() {
    String sql =
        "/* 0 */ insert into t values (?); ; update t set a = ?;"
            + " -- 1\nselect pg_background_launch(?); -- 2\n"
            + "/*+ hint */ select ?; select 1, ? /* 3 */ ;; /* 4 */ select pg_background_detach(?);"
            + "explain select pg_background_launch(?) ; -- 5";
    Script script = Recognizer.recognise(sql, true, ParameterStyle.JDBC);
    assertEquals(
        List.of(
            "/* 0 */ insert into t values (?); ; update t set a = ?",
            "select pg_background_launch(?)",
            " -- 2\n/*+ hint */ select ?; select 1, ?",
            "select pg_background_detach(?)",
            "explain select pg_background_launch(?)",
            " -- 5"),
        script.parts().stream().map(script::text).toList());
    assertEquals(
        List.of(
            new Parameters(1, 2),
            new Parameters(3, 1),
            new Parameters(4, 2),
            new Parameters(6, 1),
            new Parameters(7, 1),
            new Parameters(8, 0)),
        script.parts().stream().map(Part::parameters).toList());
    assertEquals(7, script.parameterCount());
    assertEquals(
        "passed | select launch(?3, -) pg_background_launch | passed"
            + " | select detach(?6) pg_background_detach | bridged pg_background_launch"
            + " | passed",
        Rendering.of(script));
  }

  @Test
  void the_last_part_without_calls_runs_to_the_end_of_the_text() {
    Script script =
        Recognizer.recognise(
            "select pg_background_detach(1); /* ; */ ;select 1; -- end", true, ParameterStyle.NONE);
    assertEquals(
        List.of("select pg_background_detach(1)", " /* ; */ ;select 1; -- end"),
        script.parts().stream().map(script::text).toList());
  }

  @Test
  void a_comment_without_its_end_is_the_servers_to_complain_about() {
    Script script =
        Recognizer.recognise("select pg_background_detach(1); /* ;", true, ParameterStyle.NONE);
    assertEquals(
        List.of("select pg_background_detach(1)", " /* ;"),
        script.parts().stream().map(script::text).toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ";", " ; -- a", "select 1", "select pg_background_launch; select 2;"})
  void a_text_without_calls_is_one_part_and_the_same_string(String sql) {
    Script script = Recognizer.recognise(sql, true, ParameterStyle.JDBC);
    assertFalse(script.isOurs());
    assertEquals(1, script.parts().size());
    assertSame(sql, script.text(script.parts().get(0)));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void each_example_of_each_function_is_served_and_calls_it(String function, String example) {
    Script script = Recognizer.recognise(example, true, ParameterStyle.NONE);
    Part.Served part = assertInstanceOf(Part.Served.class, script.parts().get(0));
    assertEquals(1, script.parts().size());
    assertTrue(part.toString().contains("name=" + function));
    assertTrue(Recognizer.mayContainCall(example));
  }

  static Stream<String[]> examples() {
    return FunctionTable.V1_8.functions().stream()
        .flatMap(
            function ->
                function.examples().stream()
                    .map(example -> new String[] {function.name(), example}));
  }

  @Test
  void each_function_has_examples() {
    for (BackgroundFunction function : FunctionTable.V1_8.functions()) {
      assertFalse(function.examples().isEmpty(), function::name);
    }
  }

  @Property
  void the_parts_hold_all_statements_of_the_text_in_their_order(
      @ForAll("scripts") String sql, @ForAll ParameterStyle style) {
    Script script = Recognizer.recognise(sql, true, style);
    List<String> fromParts = new ArrayList<>();
    int nextParameter = 1;
    int end = 0;
    for (Part part : script.parts()) {
      assertTrue(part.start() >= end);
      assertTrue(SqlStatement.split(sql.substring(end, part.start()), true, style).isEmpty());
      end = part.end();
      String text = script.text(part);
      SqlStatement.split(text, true, style).forEach(one -> fromParts.add(one.text(text)));
      assertEquals(nextParameter, part.parameters().first());
      nextParameter += part.parameters().count();
    }
    assertEquals(script.parameterCount(), nextParameter - 1);
    assertEquals(
        SqlStatement.split(sql, true, style).stream().map(one -> one.text(sql)).toList(),
        fromParts);
  }

  @Property
  void a_served_statement_says_the_same_alone_and_among_others(@ForAll("scripts") String sql) {
    Script script = Recognizer.recognise(sql, true, ParameterStyle.NONE);
    for (Part part : script.parts()) {
      if (part instanceof Part.Served) {
        String text = script.text(part);
        Script alone = Recognizer.recognise(text, true, ParameterStyle.NONE);
        assertEquals(
            Rendering.of(new Script(sql, List.of(part), script.parameterCount())),
            Rendering.of(alone));
      }
    }
  }

  @Property
  void any_heap_of_fragments_is_read_without_an_error(
      @ForAll("heaps") String sql,
      @ForAll boolean standardConformingStrings,
      @ForAll ParameterStyle style) {
    Script script = Recognizer.recognise(sql, standardConformingStrings, style);
    assertFalse(Rendering.of(script).isEmpty());
    for (Part part : script.parts()) {
      if (part instanceof Part.Bridged bridged) {
        assertInOrder(sql, bridged);
      }
    }
  }

  private static void assertInOrder(String sql, Part.Bridged part) {
    int end = part.start();
    for (Part.Name name : part.names()) {
      assertTrue(end <= name.start() && name.start() <= name.name(), () -> part + " of " + sql);
      end = name.end();
      String text = sql.substring(name.name(), end);
      assertTrue(Recognizer.mayContainCall(text), () -> part + " of " + sql);
    }
    assertTrue(end <= part.end());
  }

  @Property
  void any_body_of_a_do_is_read_without_an_error(
      @ForAll("heaps") String body, @ForAll("heaps") String inner) {
    for (String sql :
        List.of(
            "do $body$" + body + "$body$",
            "do $body$ begin execute $inner$" + inner + "$inner$;" + body + "; end $body$",
            "do " + quoted(body + " execute " + quoted(inner)),
            "do E" + quoted(body.replace("\\", "\\\\")))) {
      assertFalse(Rendering.of(Recognizer.recognise(sql, true, ParameterStyle.JDBC)).isEmpty());
    }
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  @Provide
  Arbitrary<String> scripts() {
    Arbitrary<String> statement =
        Arbitraries.of(
            "select 1",
            "insert into t values (?, '; ''', $a$ ; $a$)",
            "create function f() begin atomic select 1; select case when ? then 2 end; end",
            "select pg_background_launch(?)",
            "select pg_background_launch(sql => 'a;' || ?, queue_size => ?) as \"a;\"",
            "select * from pg_background_result(pg_background_launch('b;')) as (x int)",
            "explain select pg_background_detach(?)",
            "select pg_background_detach()",
            "create table pg_background_launch(a int)");
    Arbitrary<String> separator =
        Arbitraries.of(";", " ; ", ";;", "; -- ;'\n", " /* ; */ ; /* $$ */ ", "\n;\n;\t");
    return statement
        .list()
        .ofMaxSize(8)
        .flatMap(
            statements ->
                separator
                    .list()
                    .ofSize(statements.size() + 1)
                    .map(separators -> interleave(separators, statements)));
  }

  private static String interleave(List<String> separators, List<String> statements) {
    StringBuilder sql = new StringBuilder(separators.get(0));
    for (int i = 0; i < statements.size(); i++) {
      sql.append(statements.get(i)).append(separators.get(i + 1));
    }
    return sql.toString();
  }

  @Provide
  Arbitrary<String> heaps() {
    return Arbitraries.of(
            "select",
            "from",
            "with",
            "as",
            " ",
            "\n",
            "(",
            ")",
            "[",
            "]",
            "{",
            "}",
            ",",
            ";",
            ".",
            "*",
            "?",
            "=>",
            "::",
            "'",
            "\"",
            "$$",
            "$a$",
            "--",
            "/*",
            "*/",
            "\\",
            "E",
            "U&",
            "1",
            "x",
            "public",
            "create table",
            "all",
            "call",
            "=",
            "-",
            "null",
            "pg_background_launch",
            "pg_background_launch(",
            "pg_background_result(",
            "select pg_background_launch('a')",
            "do",
            "execute",
            "begin",
            "declare",
            ":=",
            "language plpgsql",
            "cast(",
            "pg_background_handle",
            "pg_background_handle.pid%type")
        .list()
        .ofMaxSize(40)
        .map(fragments -> String.join(fragments.size() % 2 == 0 ? " " : "", fragments));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select pg_background_launch('x');",
        "select pg_background_launch(",
        "pg_background_launch(1),",
        "select (pg_background_launch('x' || (",
        "(",
        "((select pg_background_detach(1))",
        "with a as (",
        "+",
        "$",
        "$a",
        "'a'\n",
        "'a' --\n",
        "\"",
        "/*",
        "*/*",
        "_",
        "pg_background",
        "E'\\''",
        "1e",
        "create function f() begin atomic case ",
        "do $$ begin perform pg_background_launch('x'); end $$;",
        "do $$ begin execute 'do $a$ begin execute ''do $b$ pg_background_launch($b$''; end $a$';",
        "do 'begin execute ''pg_background_launch(",
        "do E'\\'pg_background_launch(",
        "?",
      })
  void the_time_for_a_long_text_grows_with_its_length_only(String piece) {
    String sql = "select pg_background_launch('x') " + piece.repeat(1_000_000 / piece.length());
    // Were it to grow with the square, an hour would not do; a busy machine may need seconds.
    assertTimeoutPreemptively(
        Duration.ofSeconds(60), () -> Recognizer.recognise(sql, true, ParameterStyle.JDBC));
  }
}
