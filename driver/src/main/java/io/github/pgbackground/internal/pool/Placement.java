package io.github.pgbackground.internal.pool;

import io.github.pgbackground.internal.job.Job;
import io.github.pgbackground.internal.job.Launch;
import io.github.pgbackground.internal.job.Outcome;
import io.github.pgbackground.internal.jobtext.JobText;
import io.github.pgbackground.internal.login.WorkerConnection;
import io.github.pgbackground.internal.watch.Watch;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

/**
 * One launch on its way to a worker. It changes under the lock of the {@link Roster}; the fields
 * that its own thread looks at when it is unparked are volatile.
 */
final class Placement {
  /** Where the numbers of queued jobs begin: far above the pids of every operating system. */
  static final int FIRST_NUMBER = 1 << 30;

  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private final Launch launch;
  private final JobText text;
  private final Handles handles;
  private final Watch watch;
  private final Runnable ended;
  private final Thread launcher = Thread.currentThread();
  private volatile @Nullable Job job;
  private volatile @Nullable SQLException failure;
  private volatile @Nullable SQLException lastLogin;
  private volatile boolean waiting;
  private boolean connecting;

  /**
   * @param watch is told of the job
   * @param ended runs when the job has ended and its worker is free or gone
   */
  Placement(Launch launch, Handles handles, Watch watch, Runnable ended) {
    this.launch = launch;
    this.text = launch.text();
    this.handles = handles;
    this.watch = watch;
    this.ended = ended;
  }

  /** The job, once it has a worker or a number; null before. */
  @Nullable Job job() {
    return job;
  }

  /** Why there will be no job. */
  @Nullable SQLException failure() {
    return failure;
  }

  /** Whether it is in line. */
  boolean isWaiting() {
    return waiting;
  }

  void setWaiting(boolean inLine) {
    waiting = inLine;
  }

  /** Whether some slot connects for it. */
  boolean isConnecting() {
    return connecting;
  }

  void setConnecting() {
    connecting = true;
  }

  /** Why the last login that was to serve it has failed, null if none has. */
  @Nullable SQLException lastLogin() {
    return lastLogin;
  }

  /** Whether its job may be given a place in line. */
  boolean mayWaitInLine() {
    return launch.mayWaitInLine();
  }

  void setLastLogin(SQLException failed) {
    lastLogin = failed;
  }

  /**
   * Whether the job can run on this worker: nothing of other jobs is left there that it would see,
   * and no other handle of its session has the pid.
   */
  boolean canUse(WorkerConnection worker) {
    return worker.remains().suit(launch.state()) && (job != null || !handles.isTaken(worker.pid()));
  }

  /** Gives the job a worker; null, and nothing done, if it cannot use it. */
  @Nullable Job begin(WorkerConnection worker) {
    if (!canUse(worker)) {
      return null;
    }
    Job begun = job;
    if (begun == null) {
      begun = new Job(worker.pid(), launch, text, watch);
      if (!handles.track(begun)) {
        return null;
      }
    }
    // First, since a launch that sees a job without a process takes it for one in line.
    begun.runsOn(worker.pid());
    if (job == null) {
      job = begun;
      LockSupport.unpark(launcher);
    }
    return begun;
  }

  /**
   * Gives the job a number in the place of a pid, so that the launch returns.
   *
   * @param leave gives the place in line up, and fails, for a reason that may come
   */
  void queue(Consumer<SQLException> leave) {
    Job queued;
    do {
      int number = NUMBERS.getAndIncrement() & (FIRST_NUMBER - 1);
      queued = new Job(FIRST_NUMBER + number, launch, text, watch);
      queued.waitsInLine(leave);
    } while (!handles.track(queued));
    job = queued;
    LockSupport.unpark(launcher);
  }

  /** The launch fails, or the job if the launch has returned. */
  void fail(SQLException error) {
    Job queued = job;
    if (queued == null) {
      failure = error;
      LockSupport.unpark(launcher);
    } else {
      queued.end(
          new Outcome.Failed(
              error instanceof PSQLException failed
                  ? failed
                  : new PSQLException(
                      error.getMessage(), PSQLState.CONNECTION_UNABLE_TO_CONNECT, error)),
          List.of());
      ended.run();
    }
  }

  /** There was no thread to run it. */
  void undo(Job begun) {
    handles.untrack(begun);
  }

  /** The job has ended. */
  void end() {
    ended.run();
  }
}
