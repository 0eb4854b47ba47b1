package io.github.pgbackground.internal.session.execution;

import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

/** A wait was longer than the connection's network timeout, so the connection is given up. */
public final class NetworkTimeoutException extends PSQLException {
  private static final long serialVersionUID = 1L;

  NetworkTimeoutException() {
    super(
        "No answer from a background worker within the connection's network timeout.",
        PSQLState.CONNECTION_FAILURE);
  }
}
