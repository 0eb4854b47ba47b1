package io.github.pgbackground.internal.jdbc;

import io.github.pgbackground.internal.forward.ForwardingDatabaseMetaData;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * pgjdbc's metadata, names and versions included, that leads back to the application's connection.
 */
final class BackgroundDatabaseMetaData implements ForwardingDatabaseMetaData {
  private final BackgroundConnection connection;
  private final DatabaseMetaData delegate;
  private final String url;

  BackgroundDatabaseMetaData(
      BackgroundConnection connection, DatabaseMetaData delegate, String url) {
    this.connection = connection;
    this.delegate = delegate;
    this.url = url;
  }

  @Override
  public DatabaseMetaData delegate() {
    return delegate;
  }

  @Override
  public void exposing() {
    connection.session().exposed();
  }

  /** Without the socket factory of ours that pgjdbc may have got in it. */
  @Override
  public String getURL() {
    return url;
  }

  @Override
  public Connection getConnection() {
    return connection;
  }

  @Override
  public ResultSet wrapped(ResultSet result) throws SQLException {
    return connection.reached(result);
  }
}
