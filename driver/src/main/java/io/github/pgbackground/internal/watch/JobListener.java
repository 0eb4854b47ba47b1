package io.github.pgbackground.internal.watch;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Is told what happens, on the thread on which it happens, by any number at once: it must return at
 * once, and must not throw. A pid is that of a job's handle; times are in nanoseconds.
 */
public interface JobListener {
  /** There is a pool; those that were there before are told of first. */
  default void opened(Pool pool) {}

  /** A launch returns a handle. */
  default void launched(Pool pool, int pid, long waited, String sql) {}

  /** A launch fails. */
  default void refused(Pool pool, long waited, SQLException error) {}

  /** A job begins to run. */
  default void started(Pool pool, int pid, int backendPid, long waited) {}

  /**
   * A job has ended.
   *
   * @param ran 0 if it has never begun
   * @param sqlState its error's, null if it has none
   */
  default void ended(Pool pool, int pid, End how, long ran, @Nullable String sqlState) {}

  /** Output of a job has been written to a file. */
  default void spilled(Pool pool, int pid, long bytes) {}

  /** Somebody has asked a job to stop. */
  default void cancelled(Pool pool, int pid) {}
}
