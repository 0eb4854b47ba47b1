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
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
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
