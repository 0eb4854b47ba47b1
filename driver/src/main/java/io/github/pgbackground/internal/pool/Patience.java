package io.github.pgbackground.internal.pool;

import java.sql.SQLException;

/** Ends the wait of a launch for a worker before its time is up. */
@FunctionalInterface
public interface Patience {
  /**
   * How long the launch may wait now; it is unparked when this may have changed.
   *
   * @throws SQLException if it may not wait any longer
   */
  long nanos() throws SQLException;
}
