package io.github.pgbackground.internal.session.handle;

import io.github.pgbackground.internal.job.Job;
import io.github.pgbackground.internal.job.Outcome;
import io.github.pgbackground.internal.jobtext.Progress;
import io.github.pgbackground.internal.sql.text.Utf8;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.ServerErrorMessage;

/**
 * One job that a session, or all sessions of a pool, can name. Immutable, but for three things that
 * whoever uses it notes in volatile fields: that somebody has cancelled it, that a reader has not
 * waited for it, and by the server's clock when it was launched.
 */
public final class Handle {
  private static final int PREVIEW_BYTES = 120;
  private static final int ERROR_BYTES = 512;
  private static final String CUT = "...";

  private final Job job;
  private final Order order;
  private final int queueSize;
  private final String user;
  private final TrackedJobs launcher;
  private final long touches;
  private final long launchedNanos = System.nanoTime();
  private volatile boolean canceled;
  private volatile boolean left;
  private volatile @Nullable Long launchedMicros;

  /**
   * @param queueSize in bytes, as asked or as set
   * @param user who has launched it
   * @param launcher what the session can name that has launched it
   * @param touches the count of that session at the launch
   */
  public Handle(
      Job job, Order order, int queueSize, String user, TrackedJobs launcher, long touches) {
    this.job = job;
    this.order = order;
    this.queueSize = queueSize;
    this.user = user;
    this.launcher = launcher;
    this.touches = touches;
  }

  public Job job() {
    return job;
  }

  /** The job's pid, by which SQL names it. */
  public int pid() {
    return job.pid();
  }

  public long cookie() {
    return order.cookie();
  }

  /** Whether the job's rows are there for a reader. */
  public boolean isReadable() {
    return order.readable();
  }

  /** In bytes, as asked or as set. */
  public int queueSize() {
    return queueSize;
  }

  /** Who has launched it; others need this role's privileges. */
  public String user() {
    return user;
  }

  /** Whether the session has launched it that can name these jobs. */
  public boolean isLaunchedBy(TrackedJobs jobs) {
    return launcher == jobs;
  }

  /** The count of touches, of the session that has launched it, at the launch. */
  public long touches() {
    return touches;
  }

  /** Notes that the job is to be stopped. */
  public void cancel() {
    canceled = true;
  }

  boolean isCanceled() {
    return canceled;
  }

  /**
   * Notes that a reader has not waited until its rows came. The extension has used it up then; here
   * it can be read again, until another job needs its place.
   */
  public void leave() {
    left = true;
  }

  /** Whether it has to make place for another job. */
  boolean givesWay() {
    return left && !job.results().areAwaited();
  }

  long launchedNanos() {
    return launchedNanos;
  }

  /** How long ago it was launched. */
  public long ageMicros() {
    return TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - launchedNanos);
  }

  /** When it was launched, in microseconds since 1970 by the server's clock, if that is known. */
  public @Nullable Long launchedMicros() {
    return launchedMicros;
  }

  /** Says what {@link #launchedMicros} gives. */
  public void setLaunchedMicros(long micros) {
    launchedMicros = micros;
  }

  /** The beginning of its text. */
  public String preview() {
    return Utf8.cut(order.sql(), PREVIEW_BYTES);
  }

  /** One of the documented states. */
  public String state() {
    Outcome outcome = job.outcome();
    if (outcome == null) {
      return "running";
    } else if (outcome instanceof Outcome.Failed) {
      return canceled && job.isCancelled() ? "canceled" : "error";
    }
    return "stopped";
  }

  /** The message of the error that has ended the job, null if none has. */
  public @Nullable String lastError() {
    if (!(job.outcome() instanceof Outcome.Failed failed)) {
      return null;
    }
    ServerErrorMessage sent = failed.error().getServerErrorMessage();
    String message = String.valueOf(sent == null ? failed.error().getMessage() : sent.getMessage());
    return Utf8.cut(message, ERROR_BYTES).length() == message.length()
        ? message
        : Utf8.cut(message, ERROR_BYTES - CUT.length()) + CUT;
  }

  /** How far the job says it is, null if it has not said so. */
  public @Nullable Progress progress() {
    return job.progress();
  }

  /** How the job counts once the session forgets it. */
  Statistics.End end() {
    if (canceled) {
      return Statistics.End.CANCELED;
    }
    return job.outcome() instanceof Outcome.Failed
        ? Statistics.End.FAILED
        : Statistics.End.COMPLETED;
  }
}
