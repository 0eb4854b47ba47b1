package io.github.pgbackground.internal.jdbc;

import io.github.pgbackground.internal.forward.ForwardingConnection;
import java.sql.ResultSet;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.CachedQuery;
import org.postgresql.core.ReplicationProtocol;
import org.postgresql.fastpath.Fastpath;
import org.postgresql.largeobject.LargeObjectManager;
import org.postgresql.replication.PGReplicationConnection;

/**
 * The methods of a connection, besides its statements, with which the backend runs something or
 * that lead around this driver: each says so before it asks pgjdbc. Has no state.
 */
public abstract class MarkingConnection implements ForwardingConnection {

  /** Looks at a text that the backend may be about to run. */
  abstract void notice(String sql);

  /** Says, before it happens, that the server is about to do something that is no statement. */
  abstract void touched();

  /** A result set of a statement that pgjdbc made for itself: of metadata, of a cursor. */
  abstract ResultSet reached(ResultSet result) throws SQLException;

  // What lets the backend run something

  @Override
  public ResultSet execSQLQuery(String sql) throws SQLException {
    notice(sql);
    touched();
    return reached(delegate().execSQLQuery(sql));
  }

  @Override
  public ResultSet execSQLQuery(String sql, int type, int concurrency) throws SQLException {
    notice(sql);
    touched();
    return reached(delegate().execSQLQuery(sql, type, concurrency));
  }

  @Override
  public void execSQLUpdate(String sql) throws SQLException {
    notice(sql);
    touched();
    delegate().execSQLUpdate(sql);
  }

  @Override
  public CachedQuery createQuery(
      String sql, boolean escapeProcessing, boolean isParameterized, String... columnNames)
      throws SQLException {
    notice(sql);
    return delegate().createQuery(sql, escapeProcessing, isParameterized, columnNames);
  }

  @Override
  public void alterUserPassword(String user, char[] password, @Nullable String encryption)
      throws SQLException {
    touched();
    delegate().alterUserPassword(user, password, encryption);
  }

  @Override
  public void setAutoCommit(boolean autoCommit) throws SQLException {
    touched();
    delegate().setAutoCommit(autoCommit);
  }

  @Override
  public Savepoint setSavepoint() throws SQLException {
    touched();
    return delegate().setSavepoint();
  }

  @Override
  public Savepoint setSavepoint(String name) throws SQLException {
    touched();
    return delegate().setSavepoint(name);
  }

  @Override
  public void rollback(Savepoint savepoint) throws SQLException {
    touched();
    delegate().rollback(savepoint);
  }

  @Override
  public void releaseSavepoint(Savepoint savepoint) throws SQLException {
    touched();
    delegate().releaseSavepoint(savepoint);
  }

  @Override
  public void setTransactionIsolation(int level) throws SQLException {
    touched();
    delegate().setTransactionIsolation(level);
  }

  @Override
  public void setReadOnly(boolean readOnly) throws SQLException {
    touched();
    delegate().setReadOnly(readOnly);
  }

  @Override
  public void setSchema(@Nullable String schema) throws SQLException {
    touched();
    delegate().setSchema(schema);
  }

  @Override
  public void setClientInfo(String name, @Nullable String value) throws SQLClientInfoException {
    touched();
    delegate().setClientInfo(name, value);
  }

  @Override
  public void setClientInfo(Properties properties) throws SQLClientInfoException {
    touched();
    delegate().setClientInfo(properties);
  }

  // What leads around this driver

  @Override
  public ReplicationProtocol getReplicationProtocol() {
    exposing();
    return delegate().getReplicationProtocol();
  }

  @Override
  public LargeObjectManager getLargeObjectAPI() throws SQLException {
    exposing();
    return delegate().getLargeObjectAPI();
  }

  @Override
  @Deprecated
  public Fastpath getFastpathAPI() throws SQLException {
    exposing();
    return delegate().getFastpathAPI();
  }

  @Override
  public PGReplicationConnection getReplicationAPI() {
    exposing();
    return delegate().getReplicationAPI();
  }
}
