package io.github.pgbackground.internal.jdbc;

import io.github.pgbackground.internal.session.serve.Bindings;
import io.github.pgbackground.internal.sql.Script;
import io.github.pgbackground.internal.sql.text.ParameterStyle;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

/**
 * The texts added to a statement's batch, which pgjdbc runs as long as there is no call in them;
 * used by one thread at a time.
 */
final class StatementBatch {
  private final BackgroundStatement owner;
  private final List<String> texts = new ArrayList<>();
  private boolean hasCalls;

  StatementBatch(BackgroundStatement owner) {
    this.owner = owner;
  }

  boolean hasCalls() {
    return hasCalls;
  }

  void add(String sql) throws SQLException {
    Script script = owner.connection().recognise(sql, ParameterStyle.NONE);
    if (script == null) {
      // The delegate checks it, and may have to run it.
      owner.delegate().addBatch(sql);
    } else if (script.parts().size() > 1) {
      throw ServedBatch.severalStatements();
    }
    hasCalls |= script != null;
    texts.add(sql);
  }

  void clear() throws SQLException {
    owner.delegate().clearBatch();
    forget();
  }

  /** The delegate has run the batch itself. */
  void forget() {
    texts.clear();
    hasCalls = false;
  }

  /** Runs the entries one by one, in one transaction, as pgjdbc sends a batch. */
  long[] run() throws SQLException {
    List<String> entries = List.copyOf(texts);
    clear();
    BaseConnection connection = owner.connection().delegate();
    if (!connection.getAutoCommit() || connection.getTransactionState() != TransactionState.IDLE) {
      return run(entries);
    }
    owner.connection().session().touched();
    connection.execSQLUpdate("BEGIN");
    try {
      long[] counts = run(entries);
      connection.execSQLUpdate("COMMIT");
      return counts;
    } catch (SQLException e) {
      connection.execSQLUpdate("ROLLBACK");
      throw e;
    }
  }

  private long[] run(List<String> entries) throws SQLException {
    long[] counts = new long[entries.size()];
    for (int i = 0; i < counts.length; i++) {
      try {
        counts[i] = run(entries.get(i));
      } catch (SQLException e) {
        throw ServedBatch.failure(i, entries.get(i), counts.length, e);
      }
    }
    return counts;
  }

  /** Rows are thrown away and counted as none, as pgjdbc does with a SELECT in a batch. */
  private long run(String sql) throws SQLException {
    Script script = owner.connection().recognise(sql, ParameterStyle.NONE);
    if (script != null) {
      return owner.served(script, Bindings.NONE, results -> 0L);
    }
    try (Statement statement = owner.sibling()) {
      return owner.passed(
          () -> statement.execute(sql) ? 0 : Math.max(0, statement.getLargeUpdateCount()));
    }
  }
}
