package io.github.pgbackground.internal.watch;

import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Writes to the driver's log, at FINE: launches with their texts, and how jobs have ended. */
final class JobLog implements JobListener {
  private static final Logger LOGGER = Logger.getLogger("io.github.pgbackground");

  @Override
  public void launched(Pool pool, int pid, long waited, String sql) {
    if (LOGGER.isLoggable(Level.FINE)) {
      log("PID {0} at {1} is launched: {2}", Integer.toString(pid), pool.target(), sql);
    }
  }

  @Override
  public void refused(Pool pool, long waited, SQLException error) {
    if (LOGGER.isLoggable(Level.FINE)) {
      log(
          "A launch at {0} has failed after {1} ms: {2}",
          pool.target(), millis(waited), String.valueOf(error.getMessage()));
    }
  }

  @Override
  public void ended(Pool pool, int pid, End how, long ran, @Nullable String sqlState) {
    if (LOGGER.isLoggable(Level.FINE)) {
      log(
          "PID {0} at {1} is {2} after {3} ms, SQLSTATE {4}",
          Integer.toString(pid),
          pool.target(),
          how.toString(),
          millis(ran),
          sqlState == null ? "00000" : sqlState);
    }
  }

  private static String millis(long nanos) {
    return Long.toString(TimeUnit.NANOSECONDS.toMillis(nanos));
  }

  private static void log(String message, Object... parameters) {
    LOGGER.log(Level.FINE, message, parameters);
  }
}
