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
  /**
   * The settings the session has changed. What its transaction is like is not among them: the
   * worker of a read-only transaction may write.
   */
  private static final String QUERY =
      """
      select 'setting', name, setting
        from pg_catalog.pg_settings
       where source = 'session' and name not like 'transaction\\_%'
       union all
      select 'session_user', null, session_user::text
       union all
      select 'current_user', null, current_user::text
       union all
      select 'statement_timeout', null, setting
        from pg_catalog.pg_settings
       where name = 'statement_timeout'""";

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
        String value = rows.getString(3);
        switch (rows.getString(1)) {
          case "session_user" -> sessionUser = value;
          case "current_user" -> currentUser = value;
          case "statement_timeout" -> statementTimeout = Long.parseLong(value);
          default -> settings.add(new Setting(rows.getString(2), value));
        }
      }
      return new Snapshot(new SessionState(sessionUser, currentUser, settings), statementTimeout);
    }
  }
}
