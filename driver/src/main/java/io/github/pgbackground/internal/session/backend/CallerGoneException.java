package io.github.pgbackground.internal.session.backend;

import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

/** Whoever asked over the bridge waits no more; nobody is to be told. */
public final class CallerGoneException extends PSQLException {
  private static final long serialVersionUID = 1L;

  CallerGoneException() {
    super("The call on the server does not wait any more.", PSQLState.QUERY_CANCELED);
  }
}
