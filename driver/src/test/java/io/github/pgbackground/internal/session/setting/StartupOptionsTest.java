package io.github.pgbackground.internal.session.setting;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which values a connection's options may give the settings of pg_background. */
class StartupOptionsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "-c",
        "-c pg_background.max_workers",
        "-c pg_background.max_workers=3",
        "-cpg_background.max_workers=3 -c search_path=a\\ pg_background.max_workers=0",
        "--pg_background.worker-timeout=5min",
        "-c pg_background.default_queue_size=256\\ kB\t-c work_mem=0",
        "-c my.max_workers=0 -d pg_background.max_workers=0",
      })
  void what_a_server_takes_is_fine(String options) {
    assertDoesNotThrow(() -> StartupOptions.check(options));
  }

  @Test
  void without_options_there_is_nothing_to_check() {
    assertDoesNotThrow(() -> StartupOptions.check(null));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-c pg_background.max_workers=0|22023",
        "-cPG_background.Max_Workers=1001|22023",
        "-c work_mem=1MB --pg-background.worker-timeout=5\\ weeks|22023",
        "-c pg_background.default_queue_size=|22023",
        "-c pg_background.nosuch=1|42602",
      })
  void what_a_server_refuses_is_refused(String options, String state) {
    assertEquals(
        state, assertThrows(SQLException.class, () -> StartupOptions.check(options)).getSQLState());
  }
}
