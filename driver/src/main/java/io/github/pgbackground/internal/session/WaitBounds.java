package io.github.pgbackground.internal.session;

/**
 * What bounds a client-side wait as it would bound the same wait on a server.
 *
 * @param statementTimeoutMillis the session's effective statement_timeout, 0 for none
 * @param networkTimeoutMillis the connection's network timeout, 0 for none
 */
public record WaitBounds(long statementTimeoutMillis, long networkTimeoutMillis) {
  public static final WaitBounds NONE = new WaitBounds(0, 0);
}
