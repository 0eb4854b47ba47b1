package io.github.pgbackground.internal.worker;

import io.github.pgbackground.internal.rows.ServerError;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;

/**
 * Whether a job is to stop; one atomic state, which its worker and those who cancel change.
 *
 * <p>A server process that is idle takes no notice of a cancel, and the message with the job's next
 * statement may be on its way just then. So the worker {@linkplain #check asks} before each message
 * that it sends, the process is told again until the job has ended, and a connection whose process
 * was told takes no other job: what was sent late would hit it.
 */
final class Cancellation {
  private enum State {
    POSSIBLE,
    REQUESTED,
    TOO_LATE
  }

  private final AtomicReference<State> state = new AtomicReference<>(State.POSSIBLE);
  private volatile @Nullable BaseConnection connection;

  /** Says on which connection the job runs from now on; a {@link #check} must follow. */
  void runsOn(BaseConnection worker) {
    connection = worker;
  }

  /** From now on the job sends nothing more; true for the first who asks, while it is time. */
  boolean request() {
    return state.compareAndSet(State.POSSIBLE, State.REQUESTED);
  }

  /** Tells the server process, if there is one, to stop what it does; after a request only. */
  void tell() {
    BaseConnection worker = connection;
    if (worker != null) {
      try {
        worker.cancelQuery();
      } catch (SQLException e) {
        // It is closed, or cannot be reached: if the job still runs, it will be told again.
      }
    }
  }

  /** Raises what a server does that was told in time. */
  void check() throws SQLException {
    if (state.get() == State.REQUESTED) {
      throw ServerError.of("57014", "canceling statement due to user request").toException();
    }
  }

  /** The job has ended; whether nobody has cancelled it, and nobody will. */
  boolean isOutOfReach() {
    return state.compareAndSet(State.POSSIBLE, State.TOO_LATE);
  }
}
