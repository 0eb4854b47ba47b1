package io.github.pgbackground.internal.session.execution;

import io.github.pgbackground.internal.session.setting.ServerTimeout;
import io.github.pgbackground.internal.session.setting.Snapshot;
import org.postgresql.core.TransactionState;

/**
 * What bounds a client-side wait as it would bound the same wait on a server.
 *
 * @param statementTimeoutMillis the session's effective statement_timeout, 0 for none
 * @param networkTimeoutMillis the connection's network timeout, 0 for none
 * @param deadlockTimeoutMillis after how long to see whether the caller waits for itself, 0 not to
 * @param idleTimeoutMillis after how long the session's own server process ends when it is idle
 *     meanwhile, 0 for never
 */
public record WaitBounds(
    long statementTimeoutMillis,
    long networkTimeoutMillis,
    long deadlockTimeoutMillis,
    long idleTimeoutMillis) {
  public static final WaitBounds NONE = new WaitBounds(0, 0, 0, 0);

  /**
   * Those of a session that waits in the place of its process.
   *
   * @param transaction of the session
   */
  public static WaitBounds of(
      Snapshot known, int networkTimeoutMillis, TransactionState transaction) {
    return new WaitBounds(
        known.millis(ServerTimeout.STATEMENT_TIMEOUT),
        networkTimeoutMillis,
        // It ends the caller's session, and so whatever the caller waits for.
        known.millis(ServerTimeout.TRANSACTION_TIMEOUT) > 0
            ? 0
            : known.millis(ServerTimeout.DEADLOCK_TIMEOUT),
        known.millis(
            transaction == TransactionState.IDLE
                ? ServerTimeout.IDLE_SESSION_TIMEOUT
                : ServerTimeout.IDLE_IN_TRANSACTION_SESSION_TIMEOUT));
  }

  /** Those of a session whose process has asked and waits itself: it sees to its timeouts. */
  public static WaitBounds ofAsked(Snapshot known, int networkTimeoutMillis) {
    boolean bounded =
        known.millis(ServerTimeout.STATEMENT_TIMEOUT) > 0
            || known.millis(ServerTimeout.TRANSACTION_TIMEOUT) > 0;
    return new WaitBounds(
        0, networkTimeoutMillis, bounded ? 0 : known.millis(ServerTimeout.DEADLOCK_TIMEOUT), 0);
  }

  /** Whether nothing but what is waited for ends the wait. */
  boolean areNone() {
    return statementTimeoutMillis == 0 && networkTimeoutMillis == 0;
  }
}
