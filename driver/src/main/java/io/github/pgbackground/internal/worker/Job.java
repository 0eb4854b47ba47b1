package io.github.pgbackground.internal.worker;

import java.sql.SQLWarning;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One launched SQL text from launch to end; written by its worker's thread and read by any number
 * of others, without locks: each field is volatile or a concurrent collection, and the outcome is
 * written last.
 */
public final class Job {
  /** How long a server process may take to stop before it is told again, at first. */
  private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final int pid;
  private final Launch launch;
  private final Plan plan;
  private final Queue<SQLWarning> notices = new ConcurrentLinkedQueue<>();
  private final Set<Thread> readers = ConcurrentHashMap.newKeySet(1);
  private final Cancellation cancellation = new Cancellation();
  private volatile boolean sent;
  private volatile @Nullable Outcome outcome;

  Job(int pid, Launch launch) {
    this.pid = pid;
    this.launch = launch;
    this.plan = Plan.of(launch.sql(), launch.standardConformingStrings(), launch.readable());
    this.sent = !(plan instanceof Plan.Whole);
  }

  /** The server process that runs it, as {@code pg_stat_activity} shows it. */
  public int pid() {
    return pid;
  }

  Launch launch() {
    return launch;
  }

  Plan plan() {
    return plan;
  }

  /**
   * Whether a launch has done its part: the server has been given all that it needs to finish the
   * text, or cannot be, since this side fetches the rows.
   */
  public boolean isSent() {
    return sent || outcome != null;
  }

  /** Null while it runs. */
  public @Nullable Outcome outcome() {
    return outcome;
  }

  /** The next notice nobody has seen yet, in the order in which the worker's server sent them. */
  public @Nullable SQLWarning nextNotice() {
    return notices.poll();
  }

  /** From now on {@code reader} is unparked when it is sent, at each notice and at the end. */
  public void wake(Thread reader) {
    readers.add(reader);
  }

  public void stopWaking(Thread reader) {
    readers.remove(reader);
  }

  Cancellation cancellation() {
    return cancellation;
  }

  /**
   * Stops the job if it has not ended: it does not begin, or runs no further statement, and what it
   * has done is undone, unless the server was committing it already. Returns when the server
   * process has been told; the outcome comes from there.
   */
  public void cancel() {
    if (outcome == null && cancellation.request()) {
      cancellation.tell();
      DriverThread.of("pgbackground cancel of " + pid, this::insist).start();
    }
  }

  private void insist() {
    wake(Thread.currentThread());
    long told = System.nanoTime();
    long patience = PATIENCE_NANOS;
    while (outcome == null) {
      LockSupport.parkNanos(this, patience);
      if (outcome == null && System.nanoTime() - told >= patience) {
        cancellation.tell();
        told = System.nanoTime();
        patience *= 2;
      }
    }
    stopWaking(Thread.currentThread());
  }

  void sent() {
    if (!sent) {
      sent = true;
      readers.forEach(LockSupport::unpark);
    }
  }

  void notice(SQLWarning notice) {
    notices.add(notice);
    readers.forEach(LockSupport::unpark);
  }

  /** The first outcome counts. */
  void end(Outcome result) {
    if (outcome == null) {
      outcome = result;
    }
    readers.forEach(LockSupport::unpark);
  }
}
