package io.github.pgbackground.internal.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseStatement;
import org.postgresql.core.Field;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

/**
 * Results, update counts and warnings of an execution that pgjdbc's statement knows nothing of;
 * what JDBC says of a statement's current result holds here. Used by one thread at a time, but for
 * its warnings.
 */
final class ServedResults {
  private static final ServedResult NONE = new ServedResult(null, -1);

  /**
   * @param rows null for an update count
   */
  record ServedResult(@Nullable BackgroundResultSet rows, long updateCount) {}

  private final WarningChain warnings;
  private final List<ServedResult> results = new ArrayList<>();
  private final List<Statement> statements = new ArrayList<>();
  private @Nullable Statement keyed;
  private @Nullable BackgroundResultSet generatedKeys;
  private int current;
  private int firstUnclosed;

  ServedResults(WarningChain warnings) {
    this.warnings = warnings;
  }

  WarningChain warnings() {
    return warnings;
  }

  void add(BackgroundResultSet rows) {
    results.add(new ServedResult(rows, -1));
  }

  void add(long updateCount) {
    results.add(new ServedResult(null, updateCount));
  }

  /** A statement of pgjdbc that has to live as long as these results. */
  <S extends Statement> S keep(S statement) {
    statements.add(statement);
    return statement;
  }

  /** The statement, which was asked for them, gives the generated keys. */
  void giveKeysOf(Statement statement) {
    keyed = statement;
  }

  /** The keys asked for, none if none were; the same object each time. */
  ResultSet generatedKeys(BackgroundStatement owner) throws SQLException {
    if (generatedKeys == null) {
      ResultSet keys =
          keyed != null
              ? keyed.getGeneratedKeys()
              : ((BaseStatement) keep(owner.siblings().create()))
                  .createDriverResultSet(new Field[0], List.of());
      generatedKeys = new BackgroundResultSet(owner, this, keys);
    }
    return generatedKeys;
  }

  private ServedResult current() {
    return current < results.size() ? results.get(current) : NONE;
  }

  @Nullable ResultSet resultSet() {
    return current().rows();
  }

  boolean hasResultSet() {
    return current().rows() != null;
  }

  /** -1 when the current result is not an update count. */
  long largeUpdateCount() {
    return current().updateCount();
  }

  int updateCount() {
    long count = largeUpdateCount();
    return count > Integer.MAX_VALUE ? Statement.SUCCESS_NO_INFO : (int) count;
  }

  boolean moreResults(int closing) throws SQLException {
    BackgroundResultSet rows = current().rows();
    if (closing == Statement.CLOSE_CURRENT_RESULT && rows != null) {
      rows.close();
    }
    current = Math.min(current + 1, results.size());
    if (closing == Statement.CLOSE_ALL_RESULTS) {
      for (; firstUnclosed < current; firstUnclosed++) {
        BackgroundResultSet earlier = results.get(firstUnclosed).rows();
        if (earlier != null) {
          earlier.close();
        }
      }
    }
    return hasResultSet();
  }

  /** The only result, for executeQuery. */
  ResultSet singleResultSet() throws SQLException {
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
  void discard() throws SQLException {
    close();
    results.clear();
  }

  /** For executeUpdate, which takes no rows. */
  int onlyUpdateCount() throws SQLException {
    checkNoRows();
    return updateCount();
  }

  /** For executeLargeUpdate. */
  long onlyLargeUpdateCount() throws SQLException {
    checkNoRows();
    return largeUpdateCount();
  }

  /** Waits for the ends of jobs whose rows may still come: what has gone wrong is thrown. */
  void exhaust() throws SQLException {
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
  boolean isOver() throws SQLException {
    for (ServedResult result : results) {
      if (result.rows() != null && !result.rows().isClosed()) {
        return false;
      }
    }
    return true;
  }

  void close() throws SQLException {
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
