package io.github.pgbackground.internal.bridge;

import io.github.pgbackground.internal.rows.ServerError;
import org.postgresql.util.PSQLException;

/**
 * Poolers that give a session another server process for each transaction. Nothing that the bridge
 * is made of lasts there: its locks name processes, and its temporary functions belong to one.
 */
final class Poolers {
  private Poolers() {}

  /** What is said where one has been noticed. */
  static PSQLException error() {
    return ServerError.of("0A000", "calls on the server cannot be served in this session")
        .withDetail("It does not have a server process of its own.")
        .withHint(
            "A pooler has to hand out its connections for whole sessions: in PgBouncer, pool_mode ="
                + " session.")
        .toException();
  }
}
