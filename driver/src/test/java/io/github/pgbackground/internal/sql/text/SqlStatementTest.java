package io.github.pgbackground.internal.sql.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.core.NativeQuery;
import org.postgresql.core.Parser;

/** How a text is cut into statements. */
class SqlStatementTest {

  @Test
  void a_text_is_cut_at_its_semicolons() {
    assertEquals(
        List.of("select 1", "insert into t values (2)", "select 3 /* ; */ , 4"),
        split(" select 1 ;insert into t values (2);\n-- ;\nselect 3 /* ; */ , 4 -- end"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", ";", " ;; ", "-- a", "/* a */ ; -- b", "\n;/* ; */;\t"})
  void there_are_no_empty_statements(String sql) {
    assertEquals(List.of(), split(sql));
  }

  @Test
  void a_comment_alone_counts_as_a_statement_where_pgjdbc_counts() {
    String sql = "; /* a; */ ; select 1 /* b */; -- c\n;;/* d */ /* e */; \t -- f";
    assertEquals(
        List.of("/* a; */ ", "select 1", "-- c\n", "/* d */ /* e */", "-- f"),
        SqlStatement.splitWithComments(sql, true, ParameterStyle.NONE).stream()
            .map(statement -> statement.text(sql))
            .toList());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select ';', E'\\';', $$;$$, $a$;$$;$a$, \";\", U&\";\"",
        "select (1; 2)",
        "create rule r as on insert to t do also (select 1; select 2)",
        "create function f() begin atomic select 1; select 2; end",
        "create function f() returns int begin atomic; end",
        "CREATE OR REPLACE PROCEDURE p() BEGIN ATOMIC insert into t values (1); END",
        "create function f(a int default (1)) returns int language sql begin /* */ atomic"
            + " select case when a > 1 then case a when 2 then 3 end else 4 end; select 5; end",
        "create function f() begin atomic select 1; select ';end', \"end\" from t; end",
        "create function f() begin atomic select 1;",
        "select 1 /* ; ",
        "select 'a; ",
      })
  void semicolons_within_a_statement_do_not_cut_it(String sql) {
    assertEquals(List.of(sql), split(sql));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "begin; select atomic; end",
        "create table begin(a int); select atomic; end",
        "create view atomic as select 1; select case when true then 1 end; select 2",
        "select 1; begin atomic; end",
      })
  void a_block_or_a_name_is_no_body(String sql) {
    assertEquals(3, split(sql).size());
  }

  @Test
  void the_body_of_a_function_ends_with_its_end() {
    assertEquals(
        List.of("create function f() begin atomic select 1; end", "select 2", "begin", "end"),
        split("create function f() begin atomic select 1; end; select 2; begin; end"));
  }

  @Test
  void an_unterminated_comment_is_a_statement_that_the_server_refuses() {
    assertEquals(List.of("select 1", "/* a ;"), split("select 1; /* a ;"));
  }

  @Test
  void the_semicolon_behind_a_statement_is_not_one_in_a_comment() {
    String sql = "select 1 /* ; */ -- ;\n ; select 2";
    SqlStatement first = SqlStatement.split(sql, true, ParameterStyle.NONE).get(0);
    assertEquals(" select 2", sql.substring(first.behindSemicolon(sql, true, ParameterStyle.NONE)));
    SqlStatement last = SqlStatement.split(sql, true, ParameterStyle.NONE).get(1);
    assertThrows(
        IllegalStateException.class, () -> last.behindSemicolon(sql, true, ParameterStyle.NONE));
  }

  @Property
  void statements_and_parameters_are_those_that_pgjdbc_finds(
      @ForAll("scripts") String sql, @ForAll boolean parameters) throws SQLException {
    ParameterStyle style = parameters ? ParameterStyle.JDBC : ParameterStyle.NONE;
    List<Integer> ours = new ArrayList<>();
    for (SqlStatement statement : SqlStatement.split(sql, true, style)) {
      ours.add(
          (int)
              statement.tokens().stream()
                  .filter(token -> token.kind() == Token.Kind.PARAMETER)
                  .count());
    }
    List<Integer> pgjdbcs = new ArrayList<>();
    for (NativeQuery query : Parser.parseJdbcSql(sql, true, parameters, true, false, false)) {
      // pgjdbc takes a comment alone for a statement.
      if (!split(query.nativeSql).isEmpty()) {
        pgjdbcs.add(query.bindPositions.length);
      }
    }
    assertEquals(pgjdbcs, ours);
  }

  @Property
  void each_statement_is_one_statement_alone(@ForAll("scripts") String sql) {
    for (String statement : split(sql)) {
      assertEquals(List.of(statement), split(statement));
    }
  }

  @Test
  void ten_thousand_statements_are_split_in_no_time() {
    String sql = "insert into t values (1, 'a;b', $$c$$) /* ; */; ".repeat(20_000);
    List<SqlStatement> statements =
        assertTimeoutPreemptively(
            Duration.ofSeconds(60), () -> SqlStatement.split(sql, true, ParameterStyle.NONE));
    assertEquals(20_000, statements.size());
  }

  @Provide
  Arbitrary<String> scripts() {
    Arbitrary<String> fragment =
        Arbitraries.of(
            "select",
            "a",
            "1",
            "?",
            "??",
            "??|",
            "( ? )",
            "(;)",
            "'a;?'",
            "''",
            "'it''s ?'",
            "E'\\';?'",
            "$$ ;? $$",
            "$t$ ; $$ ' $t$",
            "\"a;?\"\"\"",
            "U&\"?\"",
            "a$b$",
            ",",
            "+ -",
            "-1",
            "::",
            "@@",
            "/",
            "*",
            "-- c;'?\n",
            "/* ;'? /* ? */ */",
            "/**/",
            "\n",
            "B'1'",
            "x'F'");
    Arbitrary<String> separator = Arbitraries.of(" ", "  ", "\n", " /* ' */ ", " ; ", ";", " ;; ");
    return Combinators.combine(fragment, separator)
        .as((one, behind) -> one + behind)
        .list()
        .ofMaxSize(30)
        // At the very start of a text pgjdbc does not see that a string is an E string.
        .map(fragments -> " " + String.join("", fragments));
  }

  private static List<String> split(String sql) {
    return SqlStatement.split(sql, true, ParameterStyle.NONE).stream()
        .map(statement -> statement.text(sql))
        .toList();
  }
}
