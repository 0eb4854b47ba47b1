package io.github.pgbackground.internal.jdbc;

import io.github.pgbackground.internal.forward.ForwardingCallableStatement;
import io.github.pgbackground.internal.jdbc.run.ServedExecutions.Taking;
import java.sql.CallableStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A {@link BackgroundPreparedStatement} whose out parameters may be cursors. */
public final class BackgroundCallableStatement extends BackgroundPreparedStatement
    implements ForwardingCallableStatement {
  private final CallableStatement delegate;

  /** A cursor asked for twice is the same result set twice, as in pgjdbc. */
  private final IdentityHashMap<ResultSet, BackgroundResultSet> cursors = new IdentityHashMap<>(0);

  BackgroundCallableStatement(
      BackgroundConnection connection,
      CallableStatement delegate,
      String sql,
      boolean namesSettings) {
    super(connection, delegate, sql, namesSettings);
    this.delegate = delegate;
  }

  @Override
  public CallableStatement delegate() {
    return delegate;
  }

  @Override
  <T> T execute(Passing<T> passing, Taking<T> taking) throws SQLException {
    cursors.clear();
    return super.execute(passing, taking);
  }

  @Override
  public @Nullable Object getObject(int parameterIndex) throws SQLException {
    return reached(delegate.getObject(parameterIndex));
  }

  @Override
  public @Nullable Object getObject(String parameterName) throws SQLException {
    return reached(delegate.getObject(parameterName));
  }

  @Override
  public @Nullable Object getObject(int parameterIndex, @Nullable Map<String, Class<?>> map)
      throws SQLException {
    return reached(delegate.getObject(parameterIndex, map));
  }

  @Override
  public @Nullable Object getObject(String parameterName, @Nullable Map<String, Class<?>> map)
      throws SQLException {
    return reached(delegate.getObject(parameterName, map));
  }

  @Override
  public <T> @Nullable T getObject(int parameterIndex, Class<T> type) throws SQLException {
    return type.cast(reached(delegate.getObject(parameterIndex, type)));
  }

  @Override
  public <T> @Nullable T getObject(String parameterName, Class<T> type) throws SQLException {
    return type.cast(reached(delegate.getObject(parameterName, type)));
  }

  private @Nullable Object reached(@Nullable Object value) throws SQLException {
    if (!(value instanceof ResultSet theirs)) {
      return value;
    }
    BackgroundResultSet ours = cursors.get(theirs);
    if (ours == null) {
      ours = ((BackgroundConnection) getConnection()).reached(theirs);
      cursors.put(theirs, ours);
    }
    return ours;
  }
}
