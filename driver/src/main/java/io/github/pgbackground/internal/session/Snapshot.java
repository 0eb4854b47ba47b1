package io.github.pgbackground.internal.session;

import io.github.pgbackground.internal.worker.SessionState;
import io.github.pgbackground.internal.worker.SessionState.Setting;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.core.BaseConnection;

/**
 * What was read of a session in one query.
 *
 * @param state what a job takes over
 * @param statementTimeoutMillis the effective statement_timeout, whatever its source; 0 for none
 */
record Snapshot(SessionState state, long statementTimeoutMillis) {
  /** Looks at all settings once, since that is what takes the time; one row at least. */
  private static final String QUERY =
      "select name, setting, "
          + SessionState.TAKEN_OVER
          + ", session_user, current_user from "
          + SessionState.SETTINGS
          + " where name operator(pg_catalog.=) 'statement_timeout' or "
          + SessionState.TAKEN_OVER;

  static Snapshot read(BaseConnection connection, Execution execution) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return execution.onServer(statement, () -> of(statement.executeQuery(QUERY)));
    }
  }

  private static Snapshot of(ResultSet rows) throws SQLException {
    try (rows) {
      List<Setting> settings = new ArrayList<>();
      String sessionUser = "";
      String currentUser = "";
      long statementTimeout = 0;
      while (rows.next()) {
        String name = rows.getString(1);
        String value = rows.getString(2);
        if (rows.getBoolean(3)) {
          settings.add(new Setting(name, value));
        }
        if (name.equals("statement_timeout")) {
          statementTimeout = Long.parseLong(value);
        }
        sessionUser = rows.getString(4);
        currentUser = rows.getString(5);
      }
      return new Snapshot(new SessionState(sessionUser, currentUser, settings), statementTimeout);
    }
  }
}
