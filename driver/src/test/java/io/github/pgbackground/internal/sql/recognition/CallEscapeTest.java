package io.github.pgbackground.internal.sql.recognition;

import static io.github.pgbackground.internal.sql.recognition.Shortened.recognised;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.pgbackground.internal.sql.text.ParameterStyle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The escape for calls, and who may have it. */
class CallEscapeTest {
  @ParameterizedTest
  @CsvSource(
      delimiterString = "→",
      quoteCharacter = '`',
      textBlock =
          """
          {? = call launch(?, ?)}               → ? = call launch(?2, ?3)
          {?=CALL public.launch('a')}           → ? = call launch('a', -)
          { call detach( ? ) } -- done          → call detach(?1)
          /* a */ {call detach(launch(?))}      → call detach(launch(?1, -))
          {call launch(1)}                      → passed
          {call launch('a')                     → passed
          {? = call launch('a')};select 1       → passed
          select launch(?)                      → select launch(?1, -) pg_background_launch
          {? = call launch('a'), launch('b')}   → bridged pg_background_launch pg_background_launch
          {call launch('a') + 1}                → bridged pg_background_launch
          {? call launch('a')}                  → bridged pg_background_launch
          {call other(launch('a'))}             → bridged pg_background_launch
          """)
  void prepare_call_may_have_the_escape_for_calls(String sql, String expected) {
    assertEquals(expected, recognised(sql, ParameterStyle.CALL));
  }

  @Test
  void only_prepare_call_may_have_the_escape_for_calls() {
    assertEquals("passed", recognised("{call launch('a')}", ParameterStyle.JDBC));
    assertEquals("passed", recognised("{call launch('a')}", ParameterStyle.NONE));
  }
}
