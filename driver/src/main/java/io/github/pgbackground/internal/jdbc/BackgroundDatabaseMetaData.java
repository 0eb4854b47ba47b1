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

  BackgroundDatabaseMetaData(BackgroundConnection connection, DatabaseMetaData delegate) {
    this.connection = connection;
    this.delegate = delegate;
  }

  @Override
  public DatabaseMetaData delegate() {
    return delegate;
  }

  @Override
  public void exposing() {
    connection.session().exposed();
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
