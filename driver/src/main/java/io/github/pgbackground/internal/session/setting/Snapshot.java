package io.github.pgbackground.internal.session.setting;

import io.github.pgbackground.internal.state.SessionState;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;

/**
 * What was read of a session.
 *
 * @param state what a job takes over
 * @param timeouts the effective values, in milliseconds, whatever their sources
 */
public record Snapshot(SessionState state, Map<ServerTimeout, Long> timeouts) {

  public Snapshot {
    timeouts = Map.copyOf(timeouts);
  }

  public static Snapshot of(SessionState state) {
    Map<ServerTimeout, Long> timeouts = new EnumMap<>(ServerTimeout.class);
    for (ServerTimeout timeout : ServerTimeout.values()) {
      String value = state.settings().get(timeout.setting());
      if (value != null) {
        timeouts.put(timeout, ServerTimeout.millis(value));
      }
    }
    return new Snapshot(state, timeouts);
  }

  /** The effective value of a setting of pg_background; 22023 if somebody has set nonsense. */
  public int value(BackgroundSetting setting) throws SQLException {
    return setting.value(state.custom().get(setting.fullName()));
  }

  /** The effective value in milliseconds, 0 for no bound. */
  public long millis(ServerTimeout timeout) {
    return timeouts.getOrDefault(timeout, 0L);
  }
}
