package io.github.pgbackground.internal.sql.recognition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.github.pgbackground.internal.sql.Script;
import io.github.pgbackground.internal.sql.text.ParameterStyle;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What asking for the script of a text costs, and what it gives. */
class RecognitionsTest {

  private static final String CALL = "select pg_background_launch('x')";

  @Test
  void a_text_is_recognised_once() {
    Script script = Recognitions.of(CALL, true, ParameterStyle.NONE);
    assertNotNull(script);
    assertSame(script, Recognitions.of(new String(CALL), true, ParameterStyle.NONE));
  }

  @Test
  void what_changes_the_meaning_of_a_text_is_told_apart() {
    String sql = "select pg_background_launch('a\\' || ?)";
    Script script = Recognitions.of(sql, true, ParameterStyle.JDBC);
    assertNotNull(script);
    assertEquals(1, script.parameterCount());
    assertNotEquals(script, Recognitions.of(sql, true, ParameterStyle.NONE));
    assertNull(Recognitions.of(sql, false, ParameterStyle.JDBC));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "select 1", "select 'pg_background_launch(1)'", "-- pg_background"})
  void a_text_without_calls_has_no_script(String sql) {
    assertNull(Recognitions.of(sql, true, ParameterStyle.NONE));
  }

  @Test
  void a_very_long_text_is_recognised_and_not_kept() {
    String sql = "select pg_background_launch('" + "x".repeat(64 * 1024) + "')";
    Script script = Recognitions.of(sql, true, ParameterStyle.NONE);
    assertNotNull(script);
    assertNotSame(script, Recognitions.of(sql, true, ParameterStyle.NONE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pg_background",
        "PG_BACKGROUND_LAUNCH",
        "__pg_Pg_pg__pg_background",
        "Pg_BaCkGrOuNd ",
        "\"pg_background_launch\""
      })
  void the_search_finds_the_name_in_any_case(String sql) {
    assertTrue(Recognizer.mayContainCall(sql));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "_", "g_background", "pg_backgroun", "pg background", "p_g_background"})
  void the_search_finds_nothing_else(String sql) {
    assertFalse(Recognizer.mayContainCall(sql));
  }

  @Test
  void the_search_allocates_nothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    String sql = "select pg_class, a_b, _c from t_pg_backgroun where x = 'pg_back' ".repeat(20);
    int found = countFound(sql, 1_000);
    long before = threads.getCurrentThreadAllocatedBytes();
    found += countFound(sql, 100_000);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertEquals(0, found);
    assertTrue(allocated < 100_000, () -> allocated + " bytes in 100000 searches");
  }

  private static int countFound(String sql, int times) {
    int found = 0;
    for (int i = 0; i < times; i++) {
      found += Recognitions.of(sql, true, ParameterStyle.NONE) == null ? 0 : 1;
    }
    return found;
  }
}
