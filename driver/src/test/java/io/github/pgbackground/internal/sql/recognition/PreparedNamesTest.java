package io.github.pgbackground.internal.sql.recognition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.pgbackground.internal.sql.Part;
import io.github.pgbackground.internal.sql.Script;
import io.github.pgbackground.internal.sql.text.ParameterStyle;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which statements prepare calls, and which run what has been prepared as {@code p} or "Q 1". */
class PreparedNamesTest {
  private static final Set<String> PREPARED = Set.of("p", "Q 1");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "prepare p(text) as select pg_background_launch($1)|[p]",
        "Prepare \"Q 1\" as select pg_background_launch('x')|[Q 1]",
        "select pg_background_launch('x') from t|[]",
        "do 'begin execute ''prepare A as select pg_background_launch(1::text)''; end'|[a]",
        "do 'begin execute ''prepare a as select 1''; perform pg_background_launch(1); end'|[]",
      })
  void a_statement_prepares_what_has_calls(String sql, String names) {
    Part.Calling part =
        (Part.Calling) Recognizer.recognise(sql, true, ParameterStyle.NONE).parts().get(0);
    assertEquals(names, new TreeSet<>(part.bridged().prepares()).toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "execute p|nothing",
        "EXECUTE P|nothing",
        "execute \"Q 1\"|nothing",
        "explain (analyze) execute p|nothing",
        "explain analyze verbose execute p (f(1))|code",
        "create temp table t(a, b) as execute p (f(1)) with no data|code",
        "execute p(1)|code",
        "do 'begin execute ''execute p''; end'|code",
        "do 'begin execute format(''execute %I'', ''Q 1''); end'|code",
      })
  void what_runs_one_is_asked_for_what_runs_before_its_names_are_looked_up(
      String sql, String before) {
    Script script = Recognitions.of(sql, true, ParameterStyle.NONE, PREPARED);
    assertNotNull(script);
    Part.Bridged part = (Part.Bridged) script.parts().get(0);
    assertEquals(before, part.code() == null ? "nothing" : "code");
    assertEquals(List.of(), part.names());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "execute q",
        "execute \"P\"",
        "execute \"q 1\"",
        "select 'execute p'",
        "grant execute on function p to q",
        "do 'begin execute ''execute q''; end'",
        "do 'begin perform p(); end'",
        "create function p() returns int language sql as 'select 1 /* execute */'",
      })
  void others_are_passed_on(String sql) {
    assertNull(Recognitions.of(sql, true, ParameterStyle.NONE, PREPARED));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "prepare a as select pg_background_launch('x'); select 1; execute a|3",
        "prepare a as select pg_background_launch('x'); execute b; execute c|2",
      })
  void a_text_executes_what_it_has_prepared_itself(String sql, int parts) {
    assertEquals(parts, Recognizer.recognise(sql, true, ParameterStyle.NONE).parts().size());
  }
}
