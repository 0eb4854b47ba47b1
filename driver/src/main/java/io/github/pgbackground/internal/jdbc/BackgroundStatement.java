package io.github.pgbackground.internal.jdbc;

import io.github.pgbackground.internal.jdbc.result.ServedResults;
import io.github.pgbackground.internal.jdbc.result.ServedRows;
import io.github.pgbackground.internal.jdbc.result.WarningChain;
import io.github.pgbackground.internal.jdbc.result.Window;
import io.github.pgbackground.internal.jdbc.run.CallingStatement;
import io.github.pgbackground.internal.jdbc.run.Keys;
import io.github.pgbackground.internal.jdbc.run.ServedBatch;
import io.github.pgbackground.internal.jdbc.run.ServedExecutions;
import io.github.pgbackground.internal.jdbc.run.ServedExecutions.Taking;
import io.github.pgbackground.internal.jdbc.run.Siblings;
import io.github.pgbackground.internal.session.argument.Bindings;
import io.github.pgbackground.internal.sql.Script;
import io.github.pgbackground.internal.sql.text.ParameterStyle;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.Field;
import org.postgresql.core.Query;
import org.postgresql.core.ResultCursor;
import org.postgresql.core.Tuple;

/**
 * A statement of a {@link BackgroundConnection}; its result sets are the same ones each time. Used
 * by one thread at a time, but {@link #cancel}, {@link #close} and {@link #getWarnings} by any:
 * they go by what {@link ServedExecutions} and pgjdbc keep for them.
 */
public class BackgroundStatement extends ExecutingStatement implements CallingStatement {
  private final BackgroundConnection connection;
  private final Statement delegate;
  private @Nullable BackgroundResultSet result;
  private @Nullable BackgroundResultSet generatedKeys;

  private final ServedExecutions served = new ServedExecutions(this);
  private final Siblings siblings = new Siblings(this);
  private final StatementBatch batch = new StatementBatch(this);

  BackgroundStatement(BackgroundConnection connection, Statement delegate) {
    this.connection = connection;
    this.delegate = delegate;
  }

  @Override
  public Statement delegate() {
    return delegate;
  }

  @Override
  public void exposing() {
    connection.session().touches().expose();
  }

  @Override
  public final Connection getConnection() {
    return connection;
  }

  /** The delegate's, which shows a prepared statement's text and values. */
  @Override
  public final String toString() {
    return delegate.toString();
  }

  // Results

  @Override
  public @Nullable ResultSet getResultSet() throws SQLException {
    ServedResults ours = served();
    if (ours != null) {
      return ours.resultSet();
    }
    ResultSet theirs = delegate.getResultSet();
    return theirs == null ? null : wrapped(theirs);
  }

  @Override
  public ResultSet getGeneratedKeys() throws SQLException {
    ServedResults ours = served();
    if (ours != null) {
      return served.generatedKeys(ours);
    }
    ResultSet theirs = delegate.getGeneratedKeys();
    if (generatedKeys == null || generatedKeys.delegate() != theirs) {
      generatedKeys = new BackgroundResultSet(connection, this, theirs);
    }
    return generatedKeys;
  }

  @Override
  public ResultSet createDriverResultSet(Field[] fields, List<Tuple> tuples) throws SQLException {
    return new BackgroundResultSet(connection, this, super.createDriverResultSet(fields, tuples));
  }

  @Override
  public ResultSet createResultSet(
      @Nullable Query query, Field[] fields, List<Tuple> tuples, @Nullable ResultCursor cursor)
      throws SQLException {
    return new BackgroundResultSet(
        connection, this, super.createResultSet(query, fields, tuples, cursor));
  }

  @Override
  final BackgroundResultSet wrapped(ResultSet theirs) throws SQLException {
    if (result == null || result.delegate() != theirs) {
      result = new BackgroundResultSet(connection, this, theirs);
    }
    return result;
  }

  @Override
  public final ServedRows shown(ServedResults results, ResultSet theirs, @Nullable Window window)
      throws SQLException {
    return new BackgroundResultSet(this, results, theirs, window);
  }

  // Executions

  @Override
  <T> T execute(String sql, @Nullable Keys keys, Passing<T> passing, Taking<T> taking)
      throws SQLException {
    Script script = connection.recognise(sql, ParameterStyle.NONE);
    return script == null ? passed(passing) : served(script, Bindings.NONE, keys, taking);
  }

  @Override
  final <T> T passed(Passing<T> passing) throws SQLException {
    served.forget();
    connection.statementBegins();
    try {
      return passing.pass();
    } catch (SQLException e) {
      throw connection.explained(e);
    }
  }

  /** Runs a text with calls. */
  final <T> T served(Script script, Bindings bindings, @Nullable Keys keys, Taking<T> taking)
      throws SQLException {
    return served.run(script, bindings, keys, new WarningChain(), taking);
  }

  /** Runs a text with calls, as one of several that share their warnings. */
  final <T> T served(Script script, Bindings bindings, WarningChain warnings, Taking<T> taking)
      throws SQLException {
    return served.run(script, bindings, null, warnings, taking);
  }

  /** Takes the next rows of a result, as an execution of its own that can be cancelled. */
  final void fill(Window window, ServedResults results) throws SQLException {
    served.fill(window, results.warnings());
  }

  /** Does something as an execution of this statement. */
  final void within(WarningChain warnings, ServedExecutions.Work work) throws SQLException {
    served.within(warnings, work);
  }

  @Override
  public final void checkOpen() throws SQLException {
    delegate.getUpdateCount();
  }

  /** The results to show, null if they are the delegate's. */
  private @Nullable ServedResults served() throws SQLException {
    ServedResults ours = served.latest();
    if (ours != null) {
      checkOpen();
    }
    return ours;
  }

  @Override
  public final BackgroundConnection connection() {
    return connection;
  }

  @Override
  public final Siblings siblings() {
    return siblings;
  }

  @Override
  public PreparedStatement sibling(String sql) throws SQLException {
    return siblings.prepare(sql);
  }

  @Override
  public void setEscapeProcessing(boolean enable) throws SQLException {
    delegate.setEscapeProcessing(enable);
    siblings.setEscapeProcessing(enable);
  }

  // The state of a served execution

  @Override
  public int getUpdateCount() throws SQLException {
    ServedResults ours = served();
    return ours != null ? ours.updateCount() : delegate.getUpdateCount();
  }

  @Override
  public long getLargeUpdateCount() throws SQLException {
    ServedResults ours = served();
    return ours != null ? ours.largeUpdateCount() : delegate.getLargeUpdateCount();
  }

  @Override
  public boolean getMoreResults() throws SQLException {
    ServedResults ours = served();
    return ours != null ? ours.moreResults(CLOSE_ALL_RESULTS) : delegate.getMoreResults();
  }

  @Override
  public boolean getMoreResults(int current) throws SQLException {
    ServedResults ours = served();
    return ours != null ? ours.moreResults(current) : delegate.getMoreResults(current);
  }

  @Override
  public @Nullable SQLWarning getWarnings() throws SQLException {
    ServedResults ours = served();
    return ours != null ? ours.warnings().first() : delegate.getWarnings();
  }

  @Override
  public void clearWarnings() throws SQLException {
    ServedResults ours = served.latest();
    if (ours != null) {
      ours.warnings().clear();
    }
    delegate.clearWarnings();
  }

  @Override
  public void cancel() throws SQLException {
    if (!served.cancel()) {
      delegate.cancel();
    }
  }

  @Override
  public void close() throws SQLException {
    served.cancel();
    delegate.close();
    served.close();
  }

  /** A result set of a served execution has been closed, which may have been the last one. */
  final void closeIfCompleted(ServedResults results) throws SQLException {
    if (served.latest() == results
        && !delegate.isClosed()
        && isCloseOnCompletion()
        && results.isOver()) {
      close();
    }
  }

  @Override
  public int[] executeBatch() throws SQLException {
    if (batch.hasCalls()) {
      return Arrays.stream(servedBatch(batch::run)).mapToInt(Math::toIntExact).toArray();
    }
    batch.forget();
    return passed(delegate::executeBatch);
  }

  @Override
  public long[] executeLargeBatch() throws SQLException {
    if (batch.hasCalls()) {
      return servedBatch(batch::run);
    }
    batch.forget();
    return passed(delegate::executeLargeBatch);
  }

  final long[] servedBatch(ServedBatch.Entries entries) throws SQLException {
    checkOpen();
    return served.batch(entries);
  }

  @Override
  public void addBatch(String sql) throws SQLException {
    batch.add(sql);
  }

  @Override
  public void clearBatch() throws SQLException {
    batch.clear();
  }
}
