package io.github.pgbackground.internal.login;

import io.github.pgbackground.internal.link.LinkedConnection;
import io.github.pgbackground.internal.state.ApplicationName;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.postgresql.core.ServerVersion;
import org.postgresql.jdbc.PreferQueryMode;
import org.postgresql.util.HostSpec;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

/**
 * Where and as whom workers log in: the host a session is on, and every property that shaped its
 * connection. Immutable; equal targets share a pool.
 */
public final class Target {
  /** Takes host, port and database from the properties. */
  private static final String URL = "jdbc:postgresql://";

  /** How long a server may be silent during a login, unless the session's properties say. */
  private static final int LOGIN_SECONDS = 10;

  private final Properties properties;

  private Target(Properties properties) {
    this.properties = properties;
  }

  /**
   * The target of a session.
   *
   * @param url the URL pgjdbc was given
   * @param info the properties pgjdbc was given
   * @param host the host it connected to, one of those the URL may name
   */
  public static Target of(String url, Properties info, HostSpec host) throws SQLException {
    Properties properties = Driver.parseURL(url, info);
    if (properties == null) {
      throw new PSQLException(
          "The URL that opened this session cannot be read again.", PSQLState.UNEXPECTED_ERROR);
    }
    PGProperty.PG_HOST.set(properties, host.getHost());
    PGProperty.PG_PORT.set(properties, Integer.toString(host.getPort()));
    // The host is chosen. And what a worker sends is chosen for each job.
    PGProperty.TARGET_SERVER_TYPE.set(properties, null);
    PGProperty.LOAD_BALANCE_HOSTS.set(properties, null);
    if (PGProperty.SOCKET_TIMEOUT.getInt(properties) == 0) {
      PGProperty.SOCKET_TIMEOUT.set(properties, LOGIN_SECONDS);
    }
    PGProperty.TCP_KEEP_ALIVE.set(properties, true);
    PGProperty.AUTOSAVE.set(properties, null);
    if (PGProperty.PREPARE_THRESHOLD.getInt(properties) < 0) {
      // So pgjdbc asks for the rows' types before each statement, and loses rows of several in one.
      PGProperty.PREPARE_THRESHOLD.set(properties, null);
    }
    PGProperty.MAX_RESULT_BUFFER.set(properties, null);
    PGProperty.REPLICATION.set(properties, null);
    // A session that pgjdbc has made read-only says so by a setting, which its jobs take over.
    PGProperty.READ_ONLY.set(properties, null);
    if (PreferQueryMode.of(PGProperty.PREFER_QUERY_MODE.getOrDefault(properties))
        != PreferQueryMode.SIMPLE) {
      // Older pgjdbc sends nothing through the simple protocol in the mode that is the default.
      PGProperty.PREFER_QUERY_MODE.set(properties, PreferQueryMode.EXTENDED_FOR_PREPARED.value());
    }
    if (ServerVersion.from(PGProperty.ASSUME_MIN_SERVER_VERSION.getOrDefault(properties))
            .getVersionNum()
        < ServerVersion.v9_0.getVersionNum()) {
      // From there on the name is part of the login, and DISCARD ALL leaves it.
      PGProperty.ASSUME_MIN_SERVER_VERSION.set(properties, "9.0");
    }
    return new Target(properties);
  }

  /**
   * Logs in, for what the driver itself asks. A server that is silent for too long, even
   * afterwards, has lost the connection.
   */
  public LinkedConnection connect() throws SQLException {
    return LinkedConnection.open(URL, named(ApplicationName.ofBridge(sessionName())));
  }

  private @Nullable String sessionName() {
    return PGProperty.APPLICATION_NAME.getOrDefault(properties);
  }

  private Properties named(String name) {
    Properties named = new Properties();
    named.putAll(properties);
    PGProperty.APPLICATION_NAME.set(named, name);
    return named;
  }

  public WorkerConnection login() throws SQLException {
    String name = sessionName();
    LinkedConnection linked = LinkedConnection.open(URL, named(ApplicationName.ofWorker(name)));
    try {
      WorkerConnection worker = WorkerConnection.of(linked, ApplicationName.ofSession(name));
      // The login is over. A worker may be silent for as long as its SQL runs, so that the loss of
      // it is what TCP reports.
      linked.connection().setNetworkTimeout(Runnable::run, 0);
      return worker;
    } catch (SQLException | RuntimeException e) {
      linked.connection().close();
      throw e;
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Target target && properties.equals(target.properties);
  }

  @Override
  public int hashCode() {
    return properties.hashCode();
  }

  /** Host, port, database and user; never a password. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s:%s/%s as %s",
        PGProperty.PG_HOST.getOrDefault(properties),
        PGProperty.PG_PORT.getOrDefault(properties),
        PGProperty.PG_DBNAME.getOrDefault(properties),
        PGProperty.USER.getOrDefault(properties));
  }
}
