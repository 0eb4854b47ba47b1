package io.github.pgbackground.internal.bridge.request;

import io.github.pgbackground.internal.session.setting.BackgroundSetting;
import io.github.pgbackground.internal.session.setting.ServerTimeout;
import io.github.pgbackground.internal.state.SessionState;
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
 * @param custom the custom settings that it was asked for, null if it has not been asked
 */
public record Caller(
    String user,
    String sessionUser,
    String role,
    long micros,
    double configuredAt,
    Map<String, String> settings,
    List<@Nullable String> bounds,
    boolean asOwner,
    @Nullable Map<String, String> custom) {

  private static final String NO_ROLE = "none";

  /** Where the names of custom settings are; their values follow. */
  private static final int CUSTOM = 9;

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
    Map<String, String> settings = settings(parts.get(4), parts.get(5), connection);
    settings.keySet().removeAll(OF_TRANSACTION);
    return new Caller(
        String.valueOf(parts.get(0)),
        String.valueOf(parts.get(1)),
        String.valueOf(parts.get(2)),
        new BigDecimal(String.valueOf(parts.get(3))).movePointRight(6).longValue(),
        Double.parseDouble(String.valueOf(parts.get(7))),
        settings,
        Request.array(parts.get(6), connection),
        "true".equals(parts.get(8)),
        custom(parts, connection));
  }

  /** None where nobody can be asked, as of functions that an older driver has installed. */
  private static @Nullable Map<String, String> custom(
      List<@Nullable String> parts, BaseConnection connection) throws SQLException {
    if (parts.size() < CUSTOM + 2) {
      return Map.of();
    }
    String names = parts.get(CUSTOM);
    return names == null ? null : settings(names, parts.get(CUSTOM + 1), connection);
  }

  private static Map<String, String> settings(
      @Nullable String names, @Nullable String values, BaseConnection connection)
      throws SQLException {
    Map<String, String> settings = new LinkedHashMap<>();
    List<@Nullable String> keys = Request.array(names, connection);
    List<@Nullable String> texts = Request.array(values, connection);
    for (int i = 0; i < Math.min(keys.size(), texts.size()); i++) {
      String name = keys.get(i);
      String value = texts.get(i);
      if (name != null && value != null) {
        settings.put(name, value);
      }
    }
    return settings;
  }

  /** Whether it has been asked for the values of custom settings. */
  public boolean tellsCustomSettings() {
    return custom != null;
  }

  /** Whether a function that runs as its owner is between the session's user and the call. */
  public boolean isOther() {
    return asOwner || !user.equals(role.equals(NO_ROLE) ? sessionUser : role);
  }

  /**
   * What a job of this caller takes over.
   *
   * @param customSettings the custom settings that the session is known to have
   */
  public SessionState state(Set<String> customSettings) {
    Map<String, String> all = new LinkedHashMap<>(custom == null ? Map.of() : custom);
    all.keySet().retainAll(customSettings);
    for (int i = 0; i < LIMITS.size() && i < bounds.size(); i++) {
      String value = bounds.get(i);
      if (value != null) {
        all.put(LIMITS.get(i).fullName(), value);
      }
    }
    return SessionState.told(
        sessionUser, user.equals(sessionUser) ? null : user, configuredAt, settings, all);
  }

  /** What bounds what it does, in milliseconds. */
  public Map<ServerTimeout, Long> timeouts() {
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
