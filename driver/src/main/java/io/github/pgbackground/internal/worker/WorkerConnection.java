package io.github.pgbackground.internal.worker;

import io.github.pgbackground.internal.forward.ForwardingConnection;
import io.github.pgbackground.internal.link.Link;
import io.github.pgbackground.internal.link.LinkedConnection;
import io.github.pgbackground.internal.worker.SessionState.Setting;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;

/**
 * One physical worker connection and the server process behind it.
 *
 * @param link what is seen below it, null if nothing is
 * @param pid what {@code pg_backend_pid()} says; behind PgBouncer the protocol's is another
 * @param asLoggedIn what it is like before each job; pgjdbc's login has settings of its own, the
 *     same as for the sessions of the target
 * @param renewal the texts that make it so again after a job
 */
record WorkerConnection(
    BaseConnection delegate,
    @Nullable Link link,
    int pid,
    SessionState asLoggedIn,
    List<String> renewal)
    implements ForwardingConnection {

  /** A session's settings, and which of them DISCARD ALL does not leave as they are at login. */
  private static final String SETTINGS =
      "select name, setting, coalesce(setting operator(pg_catalog.<>) reset_val, true) from "
          + SessionState.SETTINGS
          + " where "
          + SessionState.TAKEN_OVER;

  /** Looks at a connection that has just logged in. */
  static WorkerConnection of(LinkedConnection linked) throws SQLException {
    BaseConnection connection = linked.connection();
    List<Setting> settings = new ArrayList<>();
    List<Setting> lost = new ArrayList<>();
    try (Statement statement = connection.createStatement()) {
      try (ResultSet rows = statement.executeQuery(SETTINGS)) {
        while (rows.next()) {
          Setting setting = new Setting(rows.getString(1), rows.getString(2));
          settings.add(setting);
          if (rows.getBoolean(3)) {
            lost.add(setting);
          }
        }
      }
      List<String> renewal = new ArrayList<>(List.of("DISCARD ALL"));
      if (!lost.isEmpty()) {
        renewal.add(Takeover.settingsSql(lost, connection.getStandardConformingStrings()));
      }
      try (ResultSet row =
          statement.executeQuery("select pg_catalog.pg_backend_pid(), session_user")) {
        row.next();
        String user = row.getString(2);
        return new WorkerConnection(
            connection,
            linked.link(),
            row.getInt(1),
            new SessionState(user, user, settings),
            List.copyOf(renewal));
      }
    }
  }

  @Override
  public void exposing() {}
}
