package io.github.pgbackground.internal.jdbc.run;

import io.github.pgbackground.internal.jdbc.result.ServedResults;
import io.github.pgbackground.internal.jdbc.result.WarningChain;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Locale;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

/** What pgjdbc says of batches, for those that it does not run itself. */
public final class ServedBatch {
  private ServedBatch() {}

  /** What runs a batch's entries, one by one, and gives their counts. */
  @FunctionalInterface
  public interface Entries {
    long[] run(WarningChain warnings) throws SQLException;
  }

  /** Rows are thrown away and counted as none, as pgjdbc does with a SELECT in a batch. */
  public static long count(ServedResults results) throws SQLException {
    results.exhaust();
    return Math.max(0, results.largeUpdateCount());
  }

  /** One entry of a batch gives one count. */
  public static SQLException severalStatements() {
    return new PSQLException(
        "Multi-statement SQL with calls of pg_background is not supported in a batch; call"
            + " addBatch once per statement instead.",
        PSQLState.NOT_IMPLEMENTED);
  }

  /**
   * The failure of one entry; none of the batch counts as done.
   *
   * @param entry counted from 0
   */
  public static BatchUpdateException failure(
      int entry, String sql, int entries, SQLException cause) {
    long[] counts = new long[entries];
    Arrays.fill(counts, Statement.EXECUTE_FAILED);
    BatchUpdateException failure =
        new BatchUpdateException(
            String.format(
                Locale.ROOT,
                "Batch entry %d %s was aborted: %s  Call getNextException to see other errors in the batch.",
                entry,
                sql,
                cause.getMessage()),
            cause.getSQLState(),
            0,
            counts,
            cause);
    failure.setNextException(cause);
    return failure;
  }
}
