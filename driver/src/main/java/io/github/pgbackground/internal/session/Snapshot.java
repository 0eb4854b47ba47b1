package io.github.pgbackground.internal.session;

import io.github.pgbackground.internal.worker.SessionState;
import io.github.pgbackground.internal.worker.SessionState.Setting;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.postgresql.core.BaseConnection;

/**
 * What was read of a session in one query.
 *
 * @param state what a job takes over
 * @param timeouts the effective values, in milliseconds, whatever their sources
 */
record Snapshot(SessionState state, Map<ServerTimeout, Long> timeouts) {
  /** Looks at all settings once, since that is what takes the time; one row at least. */
  private static final String QUERY =
      "select name, setting, "
          + SessionState.TAKEN_OVER
          + ", session_user, current_user from "
          + SessionState.SETTINGS
          + " where name operator(pg_catalog.=) any (array["
          + ServerTimeout.NAMES
          + "]) or "
          + SessionState.TAKEN_OVER;

  Snapshot {
    timeouts = Map.copyOf(timeouts);
  }

  /** The effective value in milliseconds, 0 for no bound. */
  long millis(ServerTimeout timeout) {
    return timeouts.getOrDefault(timeout, 0L);
  }

  static Snapshot read(BaseConnection connection, Execution execution) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return execution.onServer(statement, () -> of(statement.executeQuery(QUERY)));
    }
  }

  private static Snapshot of(ResultSet rows) throws SQLException {
    try (rows) {
      List<Setting> settings = new ArrayList<>();
      Map<ServerTimeout, Long> timeouts = new EnumMap<>(ServerTimeout.class);
      String sessionUser = "";
      String currentUser = "";
      while (rows.next()) {
        String name = rows.getString(1);
        String value = rows.getString(2);
        if (rows.getBoolean(3)) {
          settings.add(new Setting(name, value));
        }
        ServerTimeout timeout = ServerTimeout.of(name);
        if (timeout != null) {
          timeouts.put(timeout, Long.valueOf(value));
        }
        sessionUser = rows.getString(4);
        currentUser = rows.getString(5);
      }
      return new Snapshot(new SessionState(sessionUser, currentUser, settings), timeouts);
    }
  }
}
