package io.github.pgbackground.internal.sql.recognition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pgbackground.internal.sql.Part;
import io.github.pgbackground.internal.sql.Script;
import io.github.pgbackground.internal.sql.text.ParameterStyle;
import io.github.pgbackground.internal.sql.text.SqlStatement;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for any text: what is recognised in it, and that it can be read at all. */
class AnyScriptTest {
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
}
