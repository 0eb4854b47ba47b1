package io.github.pgbackground.internal.login;

import io.github.pgbackground.internal.state.SessionState;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * What a server thinks of connections that say nothing for long: {@code idle_session_timeout} ends
 * them. Those that this driver keeps it ends itself; ended by the server, a worker would be lost in
 * the moment in which it gets a job, and the connection that answers while a session's statement
 * runs.
 */
public final class Idleness {
  static final String SETTING = "idle_session_timeout";

  static final String UNBOUNDED = "0";

  private Idleness() {}

  /** Whether the server ends connections like this one. */
  static boolean isBounded(SessionState state) {
    return !UNBOUNDED.equals(state.settings().getOrDefault(SETTING, UNBOUNDED));
  }

  /** Has the server keep a connection, until all that is set there is discarded. */
  public static void allow(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("set " + SETTING + " = " + UNBOUNDED);
    }
  }
}
