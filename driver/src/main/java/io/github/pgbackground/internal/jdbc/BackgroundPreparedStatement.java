package io.github.pgbackground.internal.jdbc;

import io.github.pgbackground.internal.forward.ForwardingPreparedStatement;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** A {@link BackgroundStatement} whose text is known before it is executed. */
public class BackgroundPreparedStatement extends BackgroundStatement
    implements ForwardingPreparedStatement {
  private final PreparedStatement delegate;
  private final String sql;

  /** The text is empty for a statement that pgjdbc has prepared for itself. */
  BackgroundPreparedStatement(
      BackgroundConnection connection, PreparedStatement delegate, String sql) {
    super(connection, delegate);
    this.delegate = delegate;
    this.sql = sql;
  }

  @Override
  public PreparedStatement delegate() {
    return delegate;
  }

  /** A text given only now: pgjdbc refuses it. */
  @Override
  final <T> T execute(String other, Passing<T> passing) throws SQLException {
    return passed(passing);
  }

  /** Every execution of the prepared text goes through here. */
  <T> T execute(Passing<T> passing) throws SQLException {
    return super.execute(sql, passing);
  }

  @Override
  public ResultSet executeQuery() throws SQLException {
    return execute(() -> wrapped(delegate.executeQuery()));
  }

  @Override
  public int executeUpdate() throws SQLException {
    return execute(delegate::executeUpdate);
  }

  @Override
  public long executeLargeUpdate() throws SQLException {
    return execute(delegate::executeLargeUpdate);
  }

  @Override
  public boolean execute() throws SQLException {
    return execute(delegate::execute);
  }

  @Override
  public boolean executeWithFlags(int flags) throws SQLException {
    return execute(() -> super.executeWithFlags(flags));
  }
}
