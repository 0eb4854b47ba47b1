package io.github.pgbackground.internal.login;

import io.github.pgbackground.internal.forward.ForwardingConnection;
import io.github.pgbackground.internal.link.Link;
import io.github.pgbackground.internal.link.LinkedConnection;
import io.github.pgbackground.internal.state.Remains;
import io.github.pgbackground.internal.state.SessionState;
import io.github.pgbackground.internal.state.SettingCatalog;
import io.github.pgbackground.internal.state.Takeover;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;

/**
 * One physical worker connection and the server process behind it.
 *
 * @param link what is seen below it, null if nothing is
 * @param pid what {@code pg_backend_pid()} says; behind PgBouncer the protocol's is another
 * @param asLoggedIn what it is like before each job; pgjdbc's login has settings of its own, the
 *     same as for the sessions of the target, but for the name by which the server shows it, and
 *     but for its {@link Idleness}
 * @param renewal the texts that make it so again after a job
 * @param remains what they cannot undo
 * @param companions what others keep as long as it is there
 */
public record WorkerConnection(
    BaseConnection delegate,
    @Nullable Link link,
    int pid,
    SessionState asLoggedIn,
    List<String> renewal,
    Remains remains,
    Companions companions)
    implements ForwardingConnection {

  private static final String IDENTITY =
      "select pg_catalog.pg_backend_pid(), pg_catalog.date_part('epoch',"
          + " pg_catalog.clock_timestamp())";

  /** For HikariCP's log, where a session's settings have no place. */
  @Override
  public String toString() {
    return "worker with PID " + pid;
  }

  /**
   * Looks at a connection that has just logged in.
   *
   * @param sessionName how a session of the same target is called that has just logged in
   */
  static WorkerConnection of(LinkedConnection linked, String sessionName) throws SQLException {
    BaseConnection connection = linked.connection();
    try (Statement statement = connection.createStatement()) {
      SettingCatalog catalog = SettingCatalog.read(statement);
      SessionState state =
          SessionState.read(connection, statement, catalog, List.of(), null).named(sessionName);
      if (Idleness.isBounded(state)) {
        Idleness.allow(connection);
      }
      try (ResultSet row = statement.executeQuery(IDENTITY)) {
        row.next();
        return new WorkerConnection(
            connection,
            linked.link(),
            row.getInt(1),
            state,
            renewal(state, connection.getStandardConformingStrings()),
            new Remains(state, row.getDouble(2)),
            new Companions());
      }
    }
  }

  /** DISCARD ALL undoes what has been set behind the login as well. */
  private static List<String> renewal(SessionState state, boolean standardConformingStrings)
      throws SQLException {
    List<String> renewal = new ArrayList<>(List.of("DISCARD ALL"));
    Map<String, String> undone = new LinkedHashMap<>(state.settings());
    undone.keySet().removeIf(name -> !state.catalog().isChanged(name));
    if (Idleness.isBounded(state)) {
      undone.put(Idleness.SETTING, Idleness.UNBOUNDED);
    }
    if (!undone.isEmpty()) {
      renewal.add(Takeover.settingsSql(undone, standardConformingStrings));
    }
    return List.copyOf(renewal);
  }

  /** Whether the server has said nothing since the last job; never waits. */
  public boolean isQuiet() {
    return link == null || link.isIdle();
  }

  @Override
  public void close() throws SQLException {
    try {
      delegate.close();
    } finally {
      companions.close();
    }
  }

  @Override
  public void abort(Executor executor) throws SQLException {
    try {
      delegate.abort(executor);
    } finally {
      companions.close();
    }
  }

  @Override
  public void exposing() {}
}
