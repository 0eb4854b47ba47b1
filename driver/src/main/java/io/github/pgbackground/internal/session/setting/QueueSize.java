package io.github.pgbackground.internal.session.setting;

import io.github.pgbackground.internal.rows.ServerError;
import java.sql.SQLException;
import java.util.Locale;

/** How many bytes of a job's output may wait in memory. */
public final class QueueSize {
  static final int MINIMUM = 64;
  static final int MAXIMUM = 268_435_456;

  private QueueSize() {}

  /**
   * The size to take.
   *
   * @param asked 0 or less for the default
   * @throws SQLException 22023 when it is too small or too large
   */
  public static int of(int asked, int defaultSize) throws SQLException {
    if (asked <= 0) {
      return defaultSize;
    } else if (asked < MINIMUM) {
      throw ServerError.of(
              "22023", String.format(Locale.ROOT, "queue size must be at least %d bytes", MINIMUM))
          .toException();
    } else if (asked > MAXIMUM) {
      throw ServerError.of(
              "22023", String.format(Locale.ROOT, "queue size must not exceed %d bytes", MAXIMUM))
          .withHint("Large result sets should be written to a table instead.")
          .toException();
    }
    return asked;
  }
}
