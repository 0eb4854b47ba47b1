package io.github.pgbackground.internal.pool.slot;

import io.github.pgbackground.internal.login.WorkerConnection;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Hands fresh worker connections to HikariCP. */
record LoginDataSource(Login login) implements DataSource {

  /** Opens a worker connection. */
  @FunctionalInterface
  public interface Login {
    WorkerConnection open() throws SQLException;
  }

  @Override
  public Connection getConnection() throws SQLException {
    return login.open();
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    throw new SQLFeatureNotSupportedException("A worker logs in as its session did.");
  }

  @Override
  public @Nullable PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(PrintWriter out) {}

  @Override
  public void setLoginTimeout(int seconds) {}

  /** In seconds: how long HikariCP, when it closes, waits for a login that is under way. */
  @Override
  public int getLoginTimeout() {
    return 10;
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getLogger("io.github.pgbackground");
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    throw new SQLFeatureNotSupportedException("There is nothing to unwrap.");
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return false;
  }
}
