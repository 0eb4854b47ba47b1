package io.github.pgbackground.internal.job;

import io.github.pgbackground.internal.rows.ServerError;
import java.sql.SQLException;
import java.util.Objects;
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
public final class Cancellation {
  /** What a server says of a query that somebody has cancelled. */
  public static final ServerError USER_REQUEST =
      ServerError.of("57014", "canceling statement due to user request");

  private static final State POSSIBLE = new State(null);
  private static final State TOO_LATE = new State(null);

  /**
   * @param error what a job ends with that is stopped; null unless one has asked for it
   */
  private record State(@Nullable ServerError error) {}

  private final AtomicReference<State> state = new AtomicReference<>(POSSIBLE);
  private volatile @Nullable BaseConnection connection;

  /** Says on which connection the job runs from now on; a {@link #check} must follow. */
  public void runsOn(BaseConnection worker) {
    connection = worker;
  }

  /**
   * From now on the job sends nothing more; true for the first who asks, while it is time.
   *
   * @param error what it ends with
   */
  public boolean request(ServerError error) {
    return state.compareAndSet(POSSIBLE, new State(error));
  }

  /** Whether somebody has asked in time. */
  boolean isRequested() {
    return error() != null;
  }

  private @Nullable ServerError error() {
    return Objects.requireNonNull(state.get()).error();
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

  /** Raises what the job is to end with, if somebody has asked for it. */
  public void check() throws SQLException {
    ServerError error = error();
    if (error != null) {
      throw error.toException();
    }
  }

  /**
   * What the job ends with, when its server has raised the error: a server that was told to stop
   * knows no reason.
   */
  public ServerError reason(ServerError raised) {
    ServerError error = error();
    return error != null && raised.sqlState().equals(USER_REQUEST.sqlState()) ? error : raised;
  }

  /** The job has ended; whether nobody has cancelled it, and nobody will. */
  public boolean isOutOfReach() {
    return state.compareAndSet(POSSIBLE, TOO_LATE);
  }
}
