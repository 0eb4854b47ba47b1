package io.github.pgbackground.internal.jdbc.run;

import io.github.pgbackground.internal.jdbc.result.ServedResults;
import io.github.pgbackground.internal.jdbc.result.WarningChain;
import io.github.pgbackground.internal.jdbc.result.Window;
import io.github.pgbackground.internal.session.argument.Bindings;
import io.github.pgbackground.internal.session.execution.Execution;
import io.github.pgbackground.internal.sql.Script;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseStatement;
import org.postgresql.core.Field;

/**
 * What a statement has of executions that pgjdbc does not see: the one under way, and the results
 * of the latest. Executions come one at a time; their warnings may be read, and they may be
 * cancelled or closed, by any thread at any time, through volatile fields.
 */
public final class ServedExecutions {
  private final CallingStatement statement;
  private volatile @Nullable ServedResults latest;
  private volatile @Nullable Execution running;

  /** When the batch under way began, null without one. */
  private @Nullable Long batchStartNanos;

  public ServedExecutions(CallingStatement statement) {
    this.statement = statement;
  }

  /** What a JDBC method gives of an execution's results. */
  @FunctionalInterface
  public interface Taking<T> {
    T take(ServedResults results) throws SQLException;
  }

  /** What is done in an execution. */
  @FunctionalInterface
  public interface Work {
    void run(Execution execution) throws SQLException;
  }

  /** Runs a text with calls. */
  public <T> T run(
      Script script,
      Bindings bindings,
      @Nullable Keys keys,
      WarningChain warnings,
      Taking<T> taking)
      throws SQLException {
    statement.checkOpen();
    forget();
    forgetDelegates();
    ServedResults results = new ServedResults(warnings);
    latest = results;
    try {
      within(
          warnings,
          execution -> new ScriptRun(statement, script, bindings, keys, execution, results).run());
    } catch (SQLException | RuntimeException e) {
      results.discard();
      if (e instanceof SQLException error) {
        statement.connection().session().learn(error);
      }
      throw e;
    }
    return taking.take(results);
  }

  /** Takes the next rows of a result. */
  public void fill(Window window, WarningChain warnings) throws SQLException {
    within(warnings, window::fill);
  }

  /** Does something as an execution of the statement, or as part of one. */
  public void within(WarningChain warnings, Work work) throws SQLException {
    Execution execution = statement.connection().session().begin(timeoutMillis(), warnings::add);
    Execution outer = running;
    running = execution;
    try {
      work.run(execution);
    } finally {
      running = outer;
      statement.connection().session().end(execution);
      if (statement.delegate().isClosed()) {
        forget();
      }
    }
  }

  /** The query timeout, or what the entries of a batch before this one have left of it. */
  private long timeoutMillis() throws SQLException {
    long millis = TimeUnit.SECONDS.toMillis(statement.delegate().getQueryTimeout());
    Long start = batchStartNanos;
    if (millis == 0 || start == null) {
      return millis;
    }
    return Math.max(1, millis - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
  }

  /** Runs the entries of a batch: in the end there are counts and warnings, but no results. */
  public long[] batch(ServedBatch.Entries entries) throws SQLException {
    WarningChain warnings = new WarningChain();
    batchStartNanos = System.nanoTime();
    try {
      return entries.run(warnings);
    } finally {
      batchStartNanos = null;
      leave(warnings);
    }
  }

  /** Closes what the delegate has of an earlier execution, as an execution of its own would. */
  private void forgetDelegates() throws SQLException {
    Statement delegate = statement.delegate();
    if (delegate.getResultSet() != null || delegate.getWarnings() != null) {
      delegate.clearWarnings();
      while (delegate.getMoreResults() || delegate.getUpdateCount() != -1) {
        // Each step closes what came before.
      }
    }
  }

  /** The generated keys of an execution as the application holds them. */
  public ResultSet generatedKeys(ServedResults results) throws SQLException {
    return results.generatedKeys(
        keyed ->
            statement.shown(
                results, keyed != null ? keyed.getGeneratedKeys() : noKeys(results), null));
  }

  private ResultSet noKeys(ServedResults results) throws SQLException {
    return ((BaseStatement) results.keep(statement.siblings().create()))
        .createDriverResultSet(new Field[0], List.of());
  }

  /** The results to show, null if they are the delegate's. */
  public @Nullable ServedResults latest() {
    return latest;
  }

  /** The latest execution's results are not to be shown any more. */
  public void forget() throws SQLException {
    ServedResults earlier = latest;
    if (earlier != null) {
      latest = null;
      earlier.close();
    }
  }

  private void leave(WarningChain warnings) throws SQLException {
    forget();
    latest = new ServedResults(warnings);
  }

  /** Cancels the execution under way; false without one. */
  public boolean cancel() throws SQLException {
    Execution execution = running;
    if (execution == null) {
      return false;
    }
    execution.cancel();
    return true;
  }

  /** The delegate is closed; an execution under way closes its results itself. */
  public void close() throws SQLException {
    if (running == null) {
      forget();
    }
  }
}
