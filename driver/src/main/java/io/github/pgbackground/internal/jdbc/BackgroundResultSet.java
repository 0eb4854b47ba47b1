package io.github.pgbackground.internal.jdbc;

import io.github.pgbackground.internal.forward.ForwardingResultSet;
import io.github.pgbackground.internal.jdbc.result.ServedResults;
import io.github.pgbackground.internal.jdbc.result.ServedRows;
import io.github.pgbackground.internal.jdbc.result.Window;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postgresql.jdbc.PgResultSet;

/** A result set whose statement is the application's; reading a row is one call more, no object. */
public final class BackgroundResultSet implements ForwardingResultSet, ServedRows {
  private final BackgroundConnection connection;
  private final BackgroundStatement statement;
  private final ResultSet delegate;

  /** Null for rows that the statement's own delegate has. */
  private final @Nullable ServedResults results;

  /**
   * Whether rows may still come out of a portal: then to read on is to let the statement run on.
   */
  private final boolean fetching;

  /** What the delegate reads while a job runs; null for a delegate that needs nothing of ours. */
  private final @Nullable Window window;

  BackgroundResultSet(
      BackgroundConnection connection, BackgroundStatement statement, ResultSet delegate)
      throws SQLException {
    this.connection = connection;
    this.statement = statement;
    this.delegate = delegate;
    this.results = null;
    this.window = null;
    this.fetching = delegate.getFetchSize() > 0;
  }

  /**
   * One result of a served execution.
   *
   * @param window null if there is none
   */
  BackgroundResultSet(
      BackgroundStatement statement,
      ServedResults results,
      ResultSet delegate,
      @Nullable Window window)
      throws SQLException {
    this.connection = statement.connection();
    this.statement = statement;
    this.delegate = delegate;
    this.results = results;
    this.window = window;
    this.fetching = window == null && delegate.getFetchSize() > 0;
  }

  @Override
  public ResultSet delegate() {
    return delegate;
  }

  @Override
  public void exposing() {
    connection.session().touches().expose();
  }

  @Override
  public boolean next() throws SQLException {
    if (fetching) {
      return fetchNext();
    }
    fill();
    return delegate.next();
  }

  private boolean fetchNext() throws SQLException {
    connection.touched();
    try {
      return delegate.next();
    } catch (SQLException e) {
      throw connection.explained(e);
    }
  }

  @Override
  public boolean isLast() throws SQLException {
    fill();
    return delegate.isLast();
  }

  /** Has the next row come, if there is one; the delegate says what there is to say if not. */
  private void fill() throws SQLException {
    if (window != null && results != null && window.isExhausted() && !delegate.isClosed()) {
      statement.fill(window, results);
    }
  }

  @Override
  public Statement getStatement() throws SQLException {
    // Asked because it refuses when it is closed.
    delegate.getStatement();
    return statement;
  }

  @Override
  public void close() throws SQLException {
    release();
    if (results != null) {
      statement.closeIfCompleted(results);
    }
  }

  @Override
  public void release() throws SQLException {
    delegate.close();
    if (window != null) {
      window.close();
    }
  }

  @Override
  public void exhaust() throws SQLException {
    while (window != null && next()) {
      // Nobody wants the row.
    }
  }

  // Values that may be cursors

  @Override
  public @Nullable Object getObject(int columnIndex) throws SQLException {
    return reached(delegate.getObject(columnIndex));
  }

  @Override
  public @Nullable Object getObject(String columnLabel) throws SQLException {
    return reached(delegate.getObject(columnLabel));
  }

  @Override
  public @Nullable Object getObject(int columnIndex, @Nullable Map<String, Class<?>> map)
      throws SQLException {
    return reached(delegate.getObject(columnIndex, map));
  }

  @Override
  public @Nullable Object getObject(String columnLabel, @Nullable Map<String, Class<?>> map)
      throws SQLException {
    return reached(delegate.getObject(columnLabel, map));
  }

  private @Nullable Object reached(@Nullable Object value) throws SQLException {
    // The class, not the interface: for every other value that is one comparison.
    if (value instanceof PgResultSet cursor) {
      connection.touched();
      return connection.reached(cursor);
    }
    return value;
  }

  // What lets the backend run something

  @Override
  public void insertRow() throws SQLException {
    connection.touched();
    delegate.insertRow();
  }

  @Override
  public void updateRow() throws SQLException {
    connection.touched();
    delegate.updateRow();
  }

  @Override
  public void deleteRow() throws SQLException {
    connection.touched();
    delegate.deleteRow();
  }

  @Override
  public void refreshRow() throws SQLException {
    connection.touched();
    delegate.refreshRow();
  }
}
