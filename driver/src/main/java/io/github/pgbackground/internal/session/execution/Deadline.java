package io.github.pgbackground.internal.session.execution;

import io.github.pgbackground.internal.rows.ServerError;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.postgresql.util.PSQLException;

/**
 * How long one run of a statement may last, from its begin, and how it ends when that is over.
 * Immutable.
 */
final class Deadline {
  private final long startNanos = System.nanoTime();
  private final long timeoutMillis;

  /**
   * @param timeoutMillis the statement's query timeout, 0 for none
   */
  Deadline(long timeoutMillis) {
    this.timeoutMillis = timeoutMillis;
  }

  /** Whether the run has a query timeout. */
  boolean isSet() {
    return timeoutMillis > 0;
  }

  /** Gives a statement that is run what is left of the query timeout. */
  void limit(Statement statement) throws SQLException {
    if (isSet()) {
      statement.setQueryTimeout(
          (int) Math.max(1, TimeUnit.NANOSECONDS.toSeconds(nanosLeft(timeoutMillis) - 1) + 1));
    }
  }

  /**
   * How long the run may still last.
   *
   * @param bounds what bounds it besides
   * @throws SQLException that it is over: 57014, or that the connection is to be given up
   */
  long nanosLeft(WaitBounds bounds) throws SQLException {
    long least = Long.MAX_VALUE;
    if (isSet()) {
      least = nanosLeft(timeoutMillis);
      if (least <= 0) {
        throw cancelled();
      }
    }
    if (bounds.statementTimeoutMillis() > 0) {
      long left = nanosLeft(bounds.statementTimeoutMillis());
      if (left <= 0) {
        throw cancelled("canceling statement due to statement timeout");
      }
      least = Math.min(least, left);
    }
    if (bounds.networkTimeoutMillis() > 0) {
      long left = nanosLeft(bounds.networkTimeoutMillis());
      if (left <= 0) {
        throw new NetworkTimeoutException();
      }
      least = Math.min(least, left);
    }
    return least;
  }

  private long nanosLeft(long millis) {
    return TimeUnit.MILLISECONDS.toNanos(millis) - (System.nanoTime() - startNanos);
  }

  /** What a server says when somebody cancels, which pgjdbc does at the query timeout too. */
  static PSQLException cancelled() {
    return cancelled("canceling statement due to user request");
  }

  private static PSQLException cancelled(String message) {
    return ServerError.of("57014", message).toException();
  }
}
