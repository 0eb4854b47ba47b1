package io.github.pgbackground.internal.session.setting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ServerTimeoutTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1ms, 1",
    "999ms, 999",
    "61s, 61000",
    "2min, 120000",
    "3h, 10800000",
    "1d, 86400000"
  })
  void a_time_is_read_as_servers_show_it(String shown, long millis) {
    assertEquals(millis, ServerTimeout.millis(shown));
  }

  @Test
  void what_is_no_time_is_refused() {
    assertThrows(IllegalArgumentException.class, () -> ServerTimeout.millis("20 apples"));
    assertThrows(IllegalArgumentException.class, () -> ServerTimeout.millis("s"));
  }
}
