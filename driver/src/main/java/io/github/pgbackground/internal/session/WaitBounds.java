package io.github.pgbackground.internal.session;

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

  /** Whether nothing but what is waited for ends the wait. */
  boolean areNone() {
    return statementTimeoutMillis == 0 && networkTimeoutMillis == 0;
  }
}
