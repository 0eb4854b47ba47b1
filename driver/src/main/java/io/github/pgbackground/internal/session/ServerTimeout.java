package io.github.pgbackground.internal.session;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The server's settings that bound waiting, each in milliseconds, 0 for no bound. */
enum ServerTimeout {
  STATEMENT_TIMEOUT,
  LOCK_TIMEOUT,
  DEADLOCK_TIMEOUT,
  IDLE_IN_TRANSACTION_SESSION_TIMEOUT,
  /** A server before PostgreSQL 14 does not have it. */
  IDLE_SESSION_TIMEOUT;

  /** The names of all of them, as elements of an array in SQL. */
  static final String NAMES =
      Arrays.stream(values())
          .map(timeout -> "'" + timeout.setting() + "'")
          .collect(Collectors.joining(", "));

  private String setting() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The timeout that a setting is, null if it is none. */
  static @Nullable ServerTimeout of(String setting) {
    for (ServerTimeout timeout : values()) {
      if (timeout.name().equalsIgnoreCase(setting)) {
        return timeout;
      }
    }
    return null;
  }
}
