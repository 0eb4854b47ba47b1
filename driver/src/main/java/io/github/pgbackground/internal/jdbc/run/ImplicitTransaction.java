package io.github.pgbackground.internal.jdbc.run;

import io.github.pgbackground.internal.session.execution.Execution;
import java.sql.SQLException;
import org.postgresql.core.TransactionState;

/**
 * The transaction that pgjdbc makes of what it sends at once, around what this driver takes apart.
 */
public final class ImplicitTransaction {
  private ImplicitTransaction() {}

  /** What is done in the transaction. */
  @FunctionalInterface
  public interface Work {
    void run() throws SQLException;
  }

  /** Whether none is open yet, nor about to be begun by pgjdbc. */
  public static boolean isMissing(CallingConnection connection) throws SQLException {
    return connection.getAutoCommit() && connection.getTransactionState() == TransactionState.IDLE;
  }

  /**
   * Begins, runs the work and commits, or rolls back what failed.
   *
   * @param execution what it is part of
   */
  public static void around(CallingConnection connection, Execution execution, Work work)
      throws SQLException {
    connection.execSQLUpdate("BEGIN");
    try {
      work.run();
    } catch (SQLException | RuntimeException | Error e) {
      try {
        execution.orGiveUp(() -> execute(connection, "ROLLBACK"));
      } catch (SQLException alsoFailed) {
        e.addSuppressed(alsoFailed);
      }
      throw e;
    }
    execution.onServer(() -> execute(connection, "COMMIT"));
  }

  private static boolean execute(CallingConnection connection, String sql) throws SQLException {
    connection.execSQLUpdate(sql);
    return true;
  }
}
