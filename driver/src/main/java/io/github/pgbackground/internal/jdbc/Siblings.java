package io.github.pgbackground.internal.jdbc;

import java.sql.CallableStatement;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.PGStatement;

/**
 * Makes statements of pgjdbc for the parts of a text, each with what the application has set on its
 * own; used by one thread at a time.
 */
final class Siblings {
  private final BackgroundStatement statement;

  /** Kept because pgjdbc does not tell. */
  private boolean escapeProcessing = true;

  Siblings(BackgroundStatement statement) {
    this.statement = statement;
  }

  void setEscapeProcessing(boolean enable) {
    escapeProcessing = enable;
  }

  Statement create() throws SQLException {
    Statement model = statement.delegate();
    return alike(
        statement
            .connection()
            .delegate()
            .createStatement(
                model.getResultSetType(),
                model.getResultSetConcurrency(),
                model.getResultSetHoldability()));
  }

  PreparedStatement prepare(String sql) throws SQLException {
    Statement model = statement.delegate();
    return alike(
        statement
            .connection()
            .delegate()
            .prepareStatement(
                sql,
                model.getResultSetType(),
                model.getResultSetConcurrency(),
                model.getResultSetHoldability()));
  }

  CallableStatement call(String sql) throws SQLException {
    Statement model = statement.delegate();
    return alike(
        statement
            .connection()
            .delegate()
            .prepareCall(
                sql,
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
