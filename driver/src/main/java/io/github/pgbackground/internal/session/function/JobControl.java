package io.github.pgbackground.internal.session.function;

import io.github.pgbackground.internal.rows.ServerError;
import io.github.pgbackground.internal.session.Session;
import io.github.pgbackground.internal.session.execution.Execution;
import io.github.pgbackground.internal.session.handle.Handle;
import java.sql.SQLException;

/** Waiting for a job whose rows one does not want yet, and stopping it. */
final class JobControl {
  private static final int LONGEST_WAIT = 86_400_000;
  private static final int LONGEST_GRACE = 3_600_000;

  /** How long a server process may take to end, in milliseconds; then nobody waits for it. */
  private static final int END_PATIENCE = 5_000;

  private static final ServerError TERMINATED =
      ServerError.of(
          "57P01", "terminating background worker \"pg_background\" due to administrator command");

  private final Session session;
  private final Execution execution;

  JobControl(Session session, Execution execution) {
    this.session = session;
    this.execution = execution;
  }

  void await(Handle handle) throws SQLException {
    awaitEnd(handle, Execution.FOR_EVER);
  }

  /** Whether the job has ended in time. */
  boolean await(Handle handle, int millis) throws SQLException {
    return awaitEnd(handle, between(0, millis, LONGEST_WAIT));
  }

  private boolean awaitEnd(Handle handle, long millis) throws SQLException {
    return execution.awaitEnd(handle.job(), millis, () -> session.waitBounds(execution));
  }

  void cancel(Handle handle) {
    handle.cancel();
    handle.job().cancel(TERMINATED);
  }

  /** Stops the job; if it has not stopped after some time, its server process has to end. */
  void cancel(Handle handle, int graceMillis) throws SQLException {
    int grace = between(0, graceMillis, LONGEST_GRACE);
    cancel(handle);
    if (grace > 0 && !awaitEnd(handle, grace)) {
      session.workers().terminate(handle.job());
      awaitEnd(handle, END_PATIENCE);
    }
  }

  private static int between(int least, int value, int most) {
    return Math.max(least, Math.min(value, most));
  }
}
