package io.github.pgbackground.internal.job;

import io.github.pgbackground.internal.watch.End;
import io.github.pgbackground.internal.watch.Watch;
import java.util.concurrent.TimeUnit;

/**
 * When one job was launched and begun, and what is told of it. The time of its beginning is
 * volatile: those who cancel the job come from any thread.
 */
final class Chronicle {
  private final Watch watch;
  private final int pid;
  private final long launchedNanos = System.nanoTime();
  private volatile long startedNanos;

  /**
   * @param pid the job's handle's
   */
  Chronicle(Watch watch, int pid) {
    this.watch = watch;
    this.pid = pid;
  }

  /** A worker goes to work on it. */
  void begins(int backendPid) {
    startedNanos = System.nanoTime();
    watch.started(pid, backendPid, startedNanos - launchedNanos);
  }

  /** Somebody has asked it to stop. */
  void cancelled() {
    watch.cancelled(pid);
  }

  /** Output of it has gone to a file. */
  void spilled(long bytes) {
    watch.spilled(pid, bytes);
  }

  /** It is over; to be called before those who wait for it go on, so that they find it counted. */
  void ends(Outcome outcome, boolean isCancelled) {
    long ran = startedNanos == 0 ? 0 : System.nanoTime() - startedNanos;
    if (outcome instanceof Outcome.Failed failed) {
      End how = isCancelled ? End.CANCELLED : End.FAILED;
      watch.ended(pid, how, ran, failed.error().getSQLState());
    } else {
      watch.ended(pid, End.COMPLETED, ran, null);
    }
  }

  /** How long ago it was launched. */
  long ageMillis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - launchedNanos);
  }
}
