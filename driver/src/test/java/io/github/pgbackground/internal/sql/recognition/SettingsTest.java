package io.github.pgbackground.internal.sql.recognition;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.pgbackground.internal.sql.Argument;
import io.github.pgbackground.internal.sql.Assignment;
import io.github.pgbackground.internal.sql.Part;
import io.github.pgbackground.internal.sql.text.ParameterStyle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which statements name settings, and what they set them to. */
class SettingsTest {

  @ParameterizedTest
  @CsvSource(
      delimiterString = "→",
      quoteCharacter = '`',
      textBlock =
          """
          set pg_background.max_workers = 2                    → max_workers='2'
          SET LOCAL PG_BACKGROUND.Max_Workers TO '12'          → max_workers='12'
          set session pg_background.max_workers to - 1         → max_workers='-1'
          set "pg_background"."max_workers" = +5               → max_workers='5'
          set pg_background . worker_timeout = $$5min$$        → worker_timeout='5min'
          set pg_background.worker_timeout = off               → worker_timeout='off'
          set pg_background.worker_timeout to default          → worker_timeout
          set pg_background.worker_timeout = 1, 2              → worker_timeout=?
          set pg_background.worker_timeout = E'5min'           → worker_timeout=?
          set pg_background.nosuch.x = 1                       → nosuch.x='1'
          reset pg_background.max_workers                      → max_workers
          alter role r set pg_background.max_workers = 5       → max_workers='5'
          alter database d in schema set pg_background.max_workers to 5 → max_workers='5'
          alter user u reset pg_background.max_workers         → max_workers
          show pg_background.max_workers                       → reads
          select current_setting('pg_background.max_workers')  → reads
          do $$begin perform set_config('pg_background.max_workers', '5', false); end$$ → reads
          select set_config('pg_background.max_workers', '5', false) → reads max_workers='5'
          select pg_catalog.set_config('PG_BACKGROUND.max_workers', ?, ?) → reads max_workers=?1
          select set_config('pg_background.max_workers', 5::text, false) → reads max_workers=?
          """)
  void a_setting_is_found(String sql, String expected) {
    Part part = Recognizer.recognise(sql, true, ParameterStyle.JDBC).parts().get(0);
    Part.Configuring configuring = (Part.Configuring) part;
    assertEquals(
        expected,
        ((configuring.reading() ? "reads " : "")
                + configuring.assignments().stream()
                    .map(SettingsTest::rendered)
                    .collect(joining(" ")))
            .strip());
  }

  private static String rendered(Assignment assignment) {
    Argument value = assignment.value();
    if (value == null) {
      return assignment.setting();
    } else if (value instanceof Argument.Text text) {
      return assignment.setting() + "='" + text.value() + "'";
    } else if (value instanceof Argument.Parameter parameter) {
      return assignment.setting() + "=?" + parameter.ordinal();
    }
    return assignment.setting() + "=?";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select * from pg_background.t",
        "create table pg_background.max (x int)",
        "select 'pg_background.nosuch'",
        "set pg_background_x.max_workers = 1",
        "show x.pg_background.max_workers",
        "select pg_background",
        "{call set_config('pg_background.max_workers', '5', false)}",
      })
  void other_names_are_the_servers(String sql) {
    assertEquals("passed", Rendering.of(Recognizer.recognise(sql, true, ParameterStyle.CALL)));
  }
}
