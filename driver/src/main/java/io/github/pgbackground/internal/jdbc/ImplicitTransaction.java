package io.github.pgbackground.internal.jdbc;

import java.sql.SQLException;

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

  /** Begins, runs the work and commits, or rolls back what failed. */
  static void around(BackgroundConnection connection, Work work) throws SQLException {
    connection.execSQLUpdate("BEGIN");
    try {
      work.run();
    } catch (SQLException | RuntimeException e) {
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
