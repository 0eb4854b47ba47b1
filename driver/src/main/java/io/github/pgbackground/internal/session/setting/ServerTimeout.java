package io.github.pgbackground.internal.session.setting;

import java.util.Locale;
import java.util.Map;

/** The server's settings that bound waiting. */
public enum ServerTimeout {
  STATEMENT_TIMEOUT,
  LOCK_TIMEOUT,
  DEADLOCK_TIMEOUT,
  IDLE_IN_TRANSACTION_SESSION_TIMEOUT,
  TRANSACTION_TIMEOUT,
  IDLE_SESSION_TIMEOUT;

  private static final Map<String, Long> UNITS =
      Map.of("", 1L, "ms", 1L, "s", 1_000L, "min", 60_000L, "h", 3_600_000L, "d", 86_400_000L);

  private final String setting = name().toLowerCase(Locale.ROOT);

  /** Its name. */
  String setting() {
    return setting;
  }

  /** What a server shows of a setting that is counted in milliseconds: {@code 20s}, or 0. */
  public static long millis(String shown) {
    int end = 0;
    while (end < shown.length() && Character.isDigit(shown.charAt(end))) {
      end++;
    }
    Long unit = end == 0 ? null : UNITS.get(shown.substring(end));
    if (unit == null) {
      throw new IllegalArgumentException("not a time as a server shows it: " + shown);
    }
    return Long.parseLong(shown.substring(0, end)) * unit;
  }
}
