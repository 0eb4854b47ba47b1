package io.github.pgbackground.internal.worker;

import io.github.pgbackground.internal.job.DriverThread;
import io.github.pgbackground.internal.job.Job;
import io.github.pgbackground.internal.rows.ServerError;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Stops a job whose text runs for longer than it may; used by the job's worker. The server's
 * statement_timeout is as long, and it stops a single statement by itself: this is for a text that
 * is more than one message, or more than one statement, each of which the server times anew.
 */
final class TextTimer {
  private static final ServerError TIMEOUT =
      ServerError.of("57014", "canceling statement due to statement timeout");

  private final Job job;
  private final long limitNanos;
  private final long from = System.nanoTime();
  private boolean started;

  /** Counts from now. */
  TextTimer(Job job) {
    this.job = job;
    this.limitNanos = TimeUnit.MILLISECONDS.toNanos(job.launch().limit().millis());
  }

  /** Whether there is no limit. */
  boolean isIdle() {
    return limitNanos == 0;
  }

  /** The server alone does not see how long the text runs. */
  void start() {
    if (!started && !isIdle()) {
      started = true;
      DriverThread.of("pgbackground timeout of " + job.pid(), this::await).start();
    }
  }

  private void await() {
    Thread self = Thread.currentThread();
    job.results().wake(self, Job.Awaited.END);
    try {
      long left = limitNanos - (System.nanoTime() - from);
      while (job.outcome() == null && left > 0) {
        LockSupport.parkNanos(this, left);
        left = limitNanos - (System.nanoTime() - from);
      }
      job.cancel(TIMEOUT);
    } finally {
      job.results().stopWaking(self);
    }
  }
}
