package io.github.pgbackground.internal.jdbc.result;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

/**
 * Results, update counts and warnings of an execution that pgjdbc's statement knows nothing of;
 * what JDBC says of a statement's current result holds here. Used by one thread at a time, but for
 * its warnings.
 */
public final class ServedResults {
  private static final ServedResult NONE = new ServedResult(null, -1);

  /**
   * @param rows null for an update count
   */
  record ServedResult(@Nullable ServedRows rows, long updateCount) {}

  private final WarningChain warnings;
  private final List<ServedResult> results = new ArrayList<>();
  private final List<Statement> statements = new ArrayList<>();
  private @Nullable Statement keyed;
  private @Nullable ServedRows generatedKeys;
  private int current;
  private int firstUnclosed;

  public ServedResults(WarningChain warnings) {
    this.warnings = warnings;
  }

  public WarningChain warnings() {
    return warnings;
  }

  public void add(ServedRows rows) {
    results.add(new ServedResult(rows, -1));
  }

  public void add(long updateCount) {
    results.add(new ServedResult(null, updateCount));
  }

  /** A statement of pgjdbc that has to live as long as these results. */
  public <S extends Statement> S keep(S statement) {
    statements.add(statement);
    return statement;
  }

  /** The statement, which was asked for them, gives the generated keys. */
  public void giveKeysOf(Statement statement) {
    keyed = statement;
  }

  /** Shows the generated keys of a statement, none of none. */
  @FunctionalInterface
  public interface ShownKeys {
    ServedRows of(@Nullable Statement keyed) throws SQLException;
  }

  /** The keys asked for, none if none were; the same object each time. */
  public ResultSet generatedKeys(ShownKeys shown) throws SQLException {
    if (generatedKeys == null) {
      generatedKeys = shown.of(keyed);
    }
    return generatedKeys;
  }

  private ServedResult current() {
    return current < results.size() ? results.get(current) : NONE;
  }

  public @Nullable ResultSet resultSet() {
    return current().rows();
  }

  public boolean hasResultSet() {
    return current().rows() != null;
  }

  /** -1 when the current result is not an update count. */
  public long largeUpdateCount() {
    return current().updateCount();
  }

  public int updateCount() {
    long count = largeUpdateCount();
    return count > Integer.MAX_VALUE ? Statement.SUCCESS_NO_INFO : (int) count;
  }

  public boolean moreResults(int closing) throws SQLException {
    ServedRows rows = current().rows();
    if (closing == Statement.CLOSE_CURRENT_RESULT && rows != null) {
      rows.close();
    }
    current = Math.min(current + 1, results.size());
    if (closing == Statement.CLOSE_ALL_RESULTS) {
      for (; firstUnclosed < current; firstUnclosed++) {
        ServedRows earlier = results.get(firstUnclosed).rows();
        if (earlier != null) {
          earlier.close();
        }
      }
    }
    return hasResultSet();
  }

  /** The only result, for executeQuery. */
  public ResultSet singleResultSet() throws SQLException {
    ResultSet rows = current().rows();
    if (rows == null) {
      throw new PSQLException("No results were returned by the query.", PSQLState.NO_DATA);
    }
    if (results.size() > 1) {
      throw new PSQLException(
          "Multiple ResultSets were returned by the query.", PSQLState.TOO_MANY_RESULTS);
    }
    return rows;
  }

  /** Leaves the warnings alone: the rest has become an out parameter, or led to an error. */
  public void discard() throws SQLException {
    close();
    results.clear();
  }

  /** For executeUpdate, which takes no rows. */
  public int onlyUpdateCount() throws SQLException {
    checkNoRows();
    return updateCount();
  }

  /** For executeLargeUpdate. */
  public long onlyLargeUpdateCount() throws SQLException {
    checkNoRows();
    return largeUpdateCount();
  }

  /** Waits for the ends of jobs whose rows may still come: what has gone wrong is thrown. */
  public void exhaust() throws SQLException {
    for (ServedResult result : results) {
      if (result.rows() != null) {
        result.rows().exhaust();
      }
    }
  }

  private void checkNoRows() throws SQLException {
    exhaust();
    for (ServedResult result : results) {
      if (result.rows() != null) {
        throw new PSQLException(
            "A result was returned when none was expected.", PSQLState.TOO_MANY_RESULTS);
      }
    }
  }

  /** Whether no result set is open any more. */
  public boolean isOver() throws SQLException {
    for (ServedResult result : results) {
      if (result.rows() != null && !result.rows().isClosed()) {
        return false;
      }
    }
    return true;
  }

  public void close() throws SQLException {
    for (ServedResult result : results) {
      if (result.rows() != null) {
        result.rows().release();
      }
    }
    for (Statement statement : statements) {
      statement.close();
    }
  }
}
