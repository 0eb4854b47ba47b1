package io.github.pgbackground.internal.session.feed;

import io.github.pgbackground.internal.rows.ServerError;
import java.sql.SQLException;

/** How many bytes of rows one statement can still carry; used by one thread. */
final class Room {
  /** What PostgreSQL takes in one message, less something for the application's parameters. */
  static final long OF_A_MESSAGE = (1L << 30) - (1L << 20);

  private long left;

  Room(long bytes) {
    left = bytes;
  }

  void take(long bytes) throws SQLException {
    left -= bytes;
    if (left < 0) {
      throw ServerError.of("54000", "too many rows to be fed into one statement")
          .withDetail("What a statement carries to the server must take less than 1 GB.")
          .withHint("Large result sets should be written to a table instead.")
          .toException();
    }
  }
}
