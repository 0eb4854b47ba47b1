package io.github.pgbackground.internal.jdbc.run;

import java.sql.CallableStatement;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.PGStatement;
import org.postgresql.core.BaseConnection;

/**
 * Makes statements of pgjdbc for the parts of a text, each with what the application has set on its
 * own; used by one thread at a time.
 */
public final class Siblings {
  private final CallingStatement statement;

  /** Kept because pgjdbc does not tell. */
  private boolean escapeProcessing = true;

  public Siblings(CallingStatement statement) {
    this.statement = statement;
  }

  public void setEscapeProcessing(boolean enable) {
    escapeProcessing = enable;
  }

  public Statement create() throws SQLException {
    return made(BaseConnection::createStatement);
  }

  public PreparedStatement prepare(String sql) throws SQLException {
    return made(
        (connection, type, concurrency, holdability) ->
            connection.prepareStatement(sql, type, concurrency, holdability));
  }

  public CallableStatement call(String sql) throws SQLException {
    return made(
        (connection, type, concurrency, holdability) ->
            connection.prepareCall(sql, type, concurrency, holdability));
  }

  /** How pgjdbc makes one. */
  @FunctionalInterface
  private interface Making<S extends Statement> {
    S by(BaseConnection connection, int type, int concurrency, int holdability) throws SQLException;
  }

  private <S extends Statement> S made(Making<S> making) throws SQLException {
    Statement model = statement.delegate();
    return alike(
        making.by(
            statement.connection().delegate(),
            model.getResultSetType(),
            model.getResultSetConcurrency(),
            model.getResultSetHoldability()));
  }

  /** The statement, with what the application has set on its own. */
  <S extends Statement> S alike(S sibling) throws SQLException {
    Statement model = statement.delegate();
    sibling.setEscapeProcessing(escapeProcessing);
    sibling.setFetchSize(model.getFetchSize());
    sibling.setFetchDirection(model.getFetchDirection());
    sibling.setMaxRows(model.getMaxRows());
    sibling.setMaxFieldSize(model.getMaxFieldSize());
    sibling.unwrap(PGStatement.class).setPrepareThreshold(prepareThreshold(model));
    return sibling;
  }

  private static int prepareThreshold(Statement model) throws SQLException {
    return model.unwrap(PGStatement.class).getPrepareThreshold();
  }
}
