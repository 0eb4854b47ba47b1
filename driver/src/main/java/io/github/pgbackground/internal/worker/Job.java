package io.github.pgbackground.internal.worker;

import java.sql.SQLWarning;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One launched SQL text from launch to end; written by its worker's thread and read by at most one
 * reader at a time, without locks: each field is volatile or a concurrent queue, and the outcome is
 * written last.
 */
public final class Job {
  private final int pid;
  private final Launch launch;
  private final Queue<SQLWarning> notices = new ConcurrentLinkedQueue<>();
  private volatile @Nullable Outcome outcome;
  private volatile @Nullable Thread reader;

  Job(int pid, Launch launch) {
    this.pid = pid;
    this.launch = launch;
  }

  /** The server process that runs it, as {@code pg_stat_activity} shows it. */
  public int pid() {
    return pid;
  }

  Launch launch() {
    return launch;
  }

  /** Null while it runs. */
  public @Nullable Outcome outcome() {
    return outcome;
  }

  /** The next notice nobody has seen yet, in the order in which the worker's server sent them. */
  public @Nullable SQLWarning nextNotice() {
    return notices.poll();
  }

  /** Has {@code thread} unparked at each notice and at the end; null: nobody reads any more. */
  public void wake(@Nullable Thread thread) {
    reader = thread;
  }

  void notice(SQLWarning notice) {
    notices.add(notice);
    LockSupport.unpark(reader);
  }

  void end(Outcome result) {
    outcome = result;
    LockSupport.unpark(reader);
  }
}
