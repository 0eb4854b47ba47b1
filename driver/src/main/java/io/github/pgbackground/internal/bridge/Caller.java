package io.github.pgbackground.internal.bridge;

import io.github.pgbackground.internal.session.ServerTimeout;
import io.github.pgbackground.internal.session.setting.BackgroundSetting;
import io.github.pgbackground.internal.worker.SessionState;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;

/**
 * Who has called a function on the server, and what its session is like.
 *
 * @param user the current user
 * @param sessionUser the session's
 * @param role the one that is set, {@code none} for none
 * @param micros the server's clock, in microseconds since 1970
 * @param configuredAt when the process had last read the configuration files, in seconds
 * @param settings what the session has set
 * @param bounds the values of {@link #LIMITS} and {@link #TIMEOUTS}, null where there is none
 * @param asOwner whether a function that runs as its owner is known to be among those that called
 */
record Caller(
    String user,
    String sessionUser,
    String role,
    long micros,
    double configuredAt,
    Map<String, String> settings,
    List<@Nullable String> bounds,
    boolean asOwner) {

  private static final String NO_ROLE = "none";

  /** What a transaction is like is its own. */
  private static final Set<String> OF_TRANSACTION =
      Set.of("transaction_isolation", "transaction_read_only", "transaction_deferrable");

  /** As many of them as the server tells, in its order. */
  private static final List<BackgroundSetting> LIMITS =
      List.of(
          BackgroundSetting.MAX_WORKERS,
          BackgroundSetting.DEFAULT_QUEUE_SIZE,
          BackgroundSetting.WORKER_TIMEOUT);

  private static final List<ServerTimeout> TIMEOUTS =
      List.of(
          ServerTimeout.STATEMENT_TIMEOUT,
          ServerTimeout.TRANSACTION_TIMEOUT,
          ServerTimeout.DEADLOCK_TIMEOUT);

  static Caller of(List<@Nullable String> parts, BaseConnection connection) throws SQLException {
    Map<String, String> settings = new LinkedHashMap<>();
    List<@Nullable String> names = Request.array(parts.get(4), connection);
    List<@Nullable String> values = Request.array(parts.get(5), connection);
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      String value = values.get(i);
      if (name != null && value != null && !OF_TRANSACTION.contains(name)) {
        settings.put(name, value);
      }
    }
    return new Caller(
        String.valueOf(parts.get(0)),
        String.valueOf(parts.get(1)),
        String.valueOf(parts.get(2)),
        new BigDecimal(String.valueOf(parts.get(3))).movePointRight(6).longValue(),
        Double.parseDouble(String.valueOf(parts.get(7))),
        settings,
        Request.array(parts.get(6), connection),
        "true".equals(parts.get(8)));
  }

  /** Whether a function that runs as its owner is between the session's user and the call. */
  boolean isOther() {
    return asOwner || !user.equals(role.equals(NO_ROLE) ? sessionUser : role);
  }

  /** What a job of this caller takes over. */
  SessionState state() {
    Map<String, String> custom = new LinkedHashMap<>();
    for (int i = 0; i < LIMITS.size() && i < bounds.size(); i++) {
      String value = bounds.get(i);
      if (value != null) {
        custom.put(LIMITS.get(i).fullName(), value);
      }
    }
    return SessionState.told(
        sessionUser, user.equals(sessionUser) ? null : user, configuredAt, settings, custom);
  }

  /** What bounds what it does, in milliseconds. */
  Map<ServerTimeout, Long> timeouts() {
    Map<ServerTimeout, Long> timeouts = new EnumMap<>(ServerTimeout.class);
    for (int i = 0; i < TIMEOUTS.size() && LIMITS.size() + i < bounds.size(); i++) {
      String value = bounds.get(LIMITS.size() + i);
      if (value != null) {
        timeouts.put(TIMEOUTS.get(i), ServerTimeout.millis(value));
      }
    }
    return timeouts;
  }
}
