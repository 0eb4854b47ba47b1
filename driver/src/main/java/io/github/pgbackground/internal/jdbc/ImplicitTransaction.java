package io.github.pgbackground.internal.jdbc;

import java.sql.SQLException;
import org.postgresql.core.TransactionState;

/**
 * The transaction that pgjdbc makes of what it sends at once, around what this driver takes apart.
 */
final class ImplicitTransaction {
  private ImplicitTransaction() {}

  /** What is done in the transaction. */
  @FunctionalInterface
  interface Work {
    void run() throws SQLException;
  }

  /** Whether none is open yet, nor about to be begun by pgjdbc. */
  static boolean isMissing(BackgroundConnection connection) throws SQLException {
    return connection.getAutoCommit() && connection.getTransactionState() == TransactionState.IDLE;
  }

  /** Begins, runs the work and commits, or rolls back what failed. */
  static void around(BackgroundConnection connection, Work work) throws SQLException {
    connection.execSQLUpdate("BEGIN");
    try {
      work.run();
    } catch (SQLException | RuntimeException | Error e) {
      try {
        connection.execSQLUpdate("ROLLBACK");
      } catch (SQLException alsoFailed) {
        e.addSuppressed(alsoFailed);
      }
      throw e;
    }
    connection.execSQLUpdate("COMMIT");
  }
}
