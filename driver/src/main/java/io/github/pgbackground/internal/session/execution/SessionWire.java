package io.github.pgbackground.internal.session.execution;

import io.github.pgbackground.internal.rows.Rows;
import io.github.pgbackground.internal.session.backend.EmptyStatement;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.Field;
import org.postgresql.core.NativeQuery;
import org.postgresql.core.Query;
import org.postgresql.core.QueryExecutor;
import org.postgresql.core.ResultCursor;
import org.postgresql.core.ResultHandlerBase;
import org.postgresql.core.SqlCommand;
import org.postgresql.core.TransactionState;
import org.postgresql.core.Tuple;

/**
 * The few things this driver asks of the session's own server process besides SQL of the user's.
 */
public record SessionWire(BaseConnection connection, Execution execution) {
  /** The columns of a query that gives no rows. */
  public List<Field> describe(String sql) throws SQLException {
    return query(sql).fields();
  }

  /** What a query gives. */
  public Rows query(String sql) throws SQLException {
    Answer answer = new Answer(execution::warn);
    run(sql, answer);
    return answer.rows;
  }

  /** Runs some statements, as one implicit transaction where there is none. */
  public void run(List<String> statements) throws SQLException {
    run(statements, new Answer(execution::warn));
  }

  /**
   * The rows of the one of these statements that gives some, run as {@link #run} does. They are not
   * the user's, and what they say is not for it.
   */
  public Rows rows(List<String> statements) throws SQLException {
    Answer answer = new Answer(warning -> {});
    run(statements, answer);
    return answer.rows;
  }

  /**
   * Makes the session's transaction what it is before any statement: begun, unless autocommit is
   * on; and raises the server's own error if it is aborted (25P02).
   */
  public void enter() throws SQLException {
    TransactionState state = connection.getTransactionState();
    if (state == TransactionState.FAILED
        || (state == TransactionState.IDLE && !connection.getAutoCommit())) {
      run("select", new Answer(execution::warn));
    }
  }

  /**
   * What a query gives, without a transaction being begun for it; for what the server does at once.
   */
  public static Rows ask(BaseConnection connection, String sql) throws SQLException {
    QueryExecutor executor = connection.getQueryExecutor();
    Answer answer = new Answer(warning -> {});
    executor.execute(
        executor.wrap(List.of(nativeQuery(sql), nativeQuery(EmptyStatement.SQL))),
        null,
        answer,
        0,
        0,
        QueryExecutor.QUERY_ONESHOT | QueryExecutor.QUERY_SUPPRESS_BEGIN);
    return answer.rows;
  }

  /** Whether an error has a transaction to abort, or to begin and abort. */
  public boolean canBeAborted() throws SQLException {
    return switch (execution.transactionState()) {
      case FAILED -> false;
      case OPEN -> true;
      case IDLE -> !connection.getAutoCommit();
    };
  }

  private void run(String sql, ResultHandlerBase handler) throws SQLException {
    run(List.of(sql), handler);
  }

  private void run(List<String> statements, ResultHandlerBase handler) throws SQLException {
    QueryExecutor executor = connection.getQueryExecutor();
    List<NativeQuery> queries = new ArrayList<>();
    statements.forEach(sql -> queries.add(nativeQuery(sql)));
    queries.add(nativeQuery(EmptyStatement.SQL));
    Query query = executor.wrap(queries);
    int flags = QueryExecutor.QUERY_ONESHOT;
    if (connection.getAutoCommit()) {
      flags |= QueryExecutor.QUERY_SUPPRESS_BEGIN;
    }
    if (connection.hintReadOnly()) {
      flags |= QueryExecutor.QUERY_READ_ONLY_HINT;
    }
    int how = flags;
    execution.onServer(
        () -> {
          executor.execute(query, null, handler, 0, 0, how);
          return true;
        });
  }

  private static NativeQuery nativeQuery(String sql) {
    return new NativeQuery(sql, null, false, SqlCommand.BLANK);
  }

  private static final class Answer extends ResultHandlerBase {
    private final Consumer<SQLWarning> warnings;
    private Rows rows = new Rows(List.of(), List.of());

    Answer(Consumer<SQLWarning> warnings) {
      this.warnings = warnings;
    }

    @Override
    public void handleResultRows(
        Query from, Field[] columns, List<Tuple> tuples, @Nullable ResultCursor more) {
      rows = new Rows(List.of(columns), tuples);
    }

    @Override
    public void handleWarning(SQLWarning warning) {
      warnings.accept(warning);
    }
  }
}
