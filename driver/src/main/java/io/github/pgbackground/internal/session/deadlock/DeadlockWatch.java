package io.github.pgbackground.internal.session.deadlock;

import io.github.pgbackground.internal.job.DriverThread;
import io.github.pgbackground.internal.job.Job;
import io.github.pgbackground.internal.rows.ServerError;
import io.github.pgbackground.internal.session.deadlock.ClientWaits.ClientWait;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

/**
 * Watches one wait of a session for a job, and finds out whether the job waits for the session. The
 * thread that waits asks; the looks happen on threads of their own, one at a time, and tell by
 * volatile fields, so that a server that does not answer keeps nobody from cancelling the wait.
 *
 * <p>The looks are queries on the session's own server process if it is idle, unless the {@link
 * Lookout} says otherwise. As the server does, the first is taken when the wait has lasted for
 * {@code deadlock_timeout}.
 */
public final class DeadlockWatch implements AutoCloseable {
  /** Looks are not taken more often, however short {@code deadlock_timeout} is. */
  private static final long MIN_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final Lookout lookout;
  private final Job job;
  private final long pauseNanos;
  private final Thread waiter = Thread.currentThread();
  private boolean looks;
  private long nextLook;
  private @Nullable WaitGraph graph;
  private volatile boolean looking;
  private volatile boolean closed;
  private volatile @Nullable Finding finding;

  /** What ends the wait: it is one for itself, or cannot be watched any more. */
  private record Finding(SQLException error, boolean isCircle) {}

  /**
   * Begins with the wait, on the thread that waits.
   *
   * @param lookout where to look
   * @param deadlockTimeoutMillis the session's effective setting, 0 not to look at all
   */
  public DeadlockWatch(Lookout lookout, Job job, long deadlockTimeoutMillis) {
    this.lookout = lookout;
    this.job = job;
    long timeoutNanos = TimeUnit.MILLISECONDS.toNanos(deadlockTimeoutMillis);
    this.nextLook = System.nanoTime() + timeoutNanos;
    this.pauseNanos = Math.max(timeoutNanos, MIN_PAUSE_NANOS);
    this.looks = deadlockTimeoutMillis > 0;
  }

  /** Whether the session's connection is in use for a look; the waiter is woken at its end. */
  public boolean isLooking() {
    return looking;
  }

  /**
   * Takes a look if it is time to.
   *
   * @return how long the waiter may sleep before it asks again
   * @throws SQLException 40P01 if the job waits for the session, and it is cancelled then; or what
   *     has become of the session's connection
   */
  public long nanosToSleep() throws SQLException {
    if (!looks || looking) {
      return Long.MAX_VALUE;
    }
    Finding found = finding;
    if (found != null) {
      if (found.isCircle()) {
        job.cancel();
      }
      throw found.error();
    }
    long left = nextLook - System.nanoTime();
    if (left > 0) {
      return left;
    } else if (job.boundsLockWaits()) {
      looks = false;
    } else {
      beginLook();
    }
    return Long.MAX_VALUE;
  }

  private void beginLook() {
    Thread thread = DriverThread.of("pgbackground deadlock check for " + job.pid(), this::look);
    looking = true;
    try {
      thread.start();
    } catch (Error e) {
      looking = false;
      throw e;
    }
  }

  private void look() {
    try {
      finding = lookForCircle();
    } catch (SQLException e) {
      finding = new Finding(e, false);
    } catch (RuntimeException e) {
      finding =
          new Finding(
              new PSQLException(
                  "The wait for a background worker cannot be watched: " + e,
                  PSQLState.UNEXPECTED_ERROR,
                  e),
              false);
    } finally {
      nextLook = System.nanoTime() + pauseNanos;
      looking = false;
      closeIfOver();
      LockSupport.unpark(waiter);
    }
  }

  /** Whoever comes last, the wait or its look, closes what was opened for it. */
  private void closeIfOver() {
    if (closed && !looking) {
      lookout.close();
    }
  }

  private @Nullable Finding lookForCircle() throws SQLException {
    try {
      return look(job.backendPid());
    } catch (SQLException e) {
      lookout.failed(e);
      graph = null;
      return null;
    }
  }

  private @Nullable Finding look(int worker) throws SQLException {
    if (worker == 0) {
      // In line, where it waits for no lock.
      return null;
    }
    WaitGraph known = graph;
    if (known == null) {
      known = lookout.graph(job);
      graph = known;
      ClientWaits.add(this, new ClientWait(known.server(), known.pid(), worker));
      if (closed) {
        ClientWaits.remove(this);
      }
    }
    List<Integer> circle = known.circle(worker);
    if (circle.isEmpty() || !known.givesWay(circle)) {
      return null;
    }
    return new Finding(
        ServerError.of(PSQLState.DEADLOCK_DETECTED.getState(), "deadlock detected")
            .withDetail(known.describe(circle))
            .withHint("See server log for query details.")
            .toException(),
        true);
  }

  /** The wait is over. */
  @Override
  public void close() {
    closed = true;
    ClientWaits.remove(this);
    closeIfOver();
  }
}
