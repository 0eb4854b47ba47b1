package io.github.pgbackground.internal.pool;

import io.github.pgbackground.internal.job.DriverThread;
import io.github.pgbackground.internal.job.Job;
import io.github.pgbackground.internal.jobtext.Plan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Lets the end of the JVM wait for running jobs, and says what it leaves, to {@code System.err},
 * since handlers of logs may be gone by then. It is registered only while there is a pool: {@link
 * #LOCK} guards the number of pools and the registered thread.
 */
final class ShutdownHook {
  /** How long jobs may take to end that are cancelled in the end. */
  private static final Duration FOR_CANCELLED = Duration.ofSeconds(1);

  private static final ReentrantLock LOCK = new ReentrantLock();
  private static int pools;
  private static @Nullable Thread registered;
  private static volatile @Nullable Thread waiting;

  private ShutdownHook() {}

  static void poolOpened() {
    LOCK.lock();
    try {
      if (pools++ == 0) {
        Thread hook = DriverThread.of("pgbackground shutdown", ShutdownHook::run);
        Runtime.getRuntime().addShutdownHook(hook);
        registered = hook;
      }
    } catch (IllegalStateException e) {
      // The JVM ends already: who launches now is not waited for.
    } finally {
      LOCK.unlock();
    }
  }

  static void poolClosed() {
    LOCK.lock();
    try {
      if (--pools == 0 && registered != null) {
        Thread hook = registered;
        registered = null;
        Runtime.getRuntime().removeShutdownHook(hook);
      }
    } catch (IllegalStateException e) {
      // The JVM ends already, and the hook runs.
    } finally {
      LOCK.unlock();
    }
  }

  static void jobEnded() {
    Thread hook = waiting;
    if (hook != null) {
      LockSupport.unpark(hook);
    }
  }

  private static void run() {
    waiting = Thread.currentThread();
    Duration patience = Duration.ZERO;
    for (PoolHold ofJob : PoolHold.ofJobs()) {
      Duration its = ofJob.limits().shutdownTimeout();
      patience = its.compareTo(patience) > 0 ? its : patience;
    }
    leave(PoolHold.ofJobs(), await(patience));
  }

  /** Waits until no job runs any more; returns how long. */
  private static Duration await(Duration patience) {
    long begin = System.nanoTime();
    long waited = 0;
    while (waited < patience.toNanos() && !PoolHold.ofJobs().isEmpty()) {
      LockSupport.parkNanos(patience.toNanos() - waited);
      waited = System.nanoTime() - begin;
    }
    return Duration.ofNanos(waited);
  }

  /** Nothing but System.err is left to write to. */
  @SuppressForbidden
  private static void leave(Iterable<PoolHold> running, Duration waited) {
    List<String> report = new ArrayList<>();
    List<Job> cancelled = new ArrayList<>();
    for (PoolHold ofJob : running) {
      Job job = ofJob.job();
      if (job == null || job.outcome() != null) {
        continue;
      }
      String what;
      if (job.backendPid() == 0) {
        // Before a worker becomes free for it that another job was cancelled on.
        job.cancel();
        what = "is lost, since it still waits in line";
      } else if (!job.isSent()) {
        what = "is lost, since the server has not been given it";
      } else if (job.plan() instanceof Plan.Sent sent && sent.output() == Plan.Output.LIVE) {
        what = "is cancelled";
        cancelled.add(job);
      } else {
        what = "goes on, since the server has been given all of it";
      }
      report.add(
          String.format(
              Locale.ROOT,
              "  PID %d at %s %s: %s",
              job.pid(),
              ofJob.target(),
              what,
              job.launch().preview()));
    }
    cancelled.forEach(job -> DriverThread.of("pgbackground cancel", job::cancel).start());
    if (!report.isEmpty()) {
      System.err.printf(
          Locale.ROOT,
          "pgbackground: the JVM ends after %d ms with jobs that still run"
              + " (pgbackground.shutdownTimeout):%n%s%n",
          waited.toMillis(),
          String.join(System.lineSeparator(), report));
    }
    if (!cancelled.isEmpty()) {
      await(FOR_CANCELLED);
    }
  }
}
