package io.github.pgbackground.it.conformance;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The sessions of a scenario by name, and what its control steps do to the current one. One thread
 * uses it; another may abort.
 */
final class Sessions {
  /** Opens a session. */
  interface Opener {
    Connection open() throws SQLException;
  }

  private final Opener opener;
  private final Map<String, Connection> connections = new ConcurrentHashMap<>();
  private final Map<String, Savepoint> savepoints = new HashMap<>();
  private String current = "A";

  Sessions(Opener opener) {
    this.opener = opener;
  }

  /** The connection of the current session, opened at its first use. */
  Connection current() throws SQLException {
    Connection connection = connections.get(current);
    if (connection == null) {
      connection = opener.open();
      connections.put(current, connection);
    }
    return connection;
  }

  /** Does what a control step says. */
  void control(String action) throws SQLException, InterruptedException {
    String[] words = action.split(" ", 2);
    String object = words.length == 2 ? words[1] : "";
    switch (words[0]) {
      case "sleep" -> Thread.sleep(Long.parseLong(object));
      case "autocommit" -> current().setAutoCommit(object.equals("on"));
      case "commit" -> current().commit();
      case "rollback" -> current().rollback();
      case "savepoint" -> savepoints.put(object, current().setSavepoint(object));
      case "rollbackto" -> current().rollback(savepoint(object));
      case "session" -> {
        current = object;
        current();
      }
      case "close" -> current().close();
      default -> throw new IllegalArgumentException("unknown action " + action);
    }
  }

  private Savepoint savepoint(String name) {
    return Objects.requireNonNull(savepoints.get(name), () -> "no savepoint " + name);
  }

  /** Closes all sessions, as far as they are not closed yet. */
  void close() throws SQLException {
    for (Connection connection : connections.values()) {
      connection.close();
    }
  }

  /** Aborts all sessions, so that what they wait for ends. */
  void abort() {
    for (Connection connection : connections.values()) {
      try {
        connection.abort(Runnable::run);
      } catch (SQLException e) {
        throw new IllegalStateException("a session could not be aborted", e);
      }
    }
  }
}
