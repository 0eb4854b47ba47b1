package io.github.pgbackground.internal.worker;

import java.sql.SQLWarning;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One launched SQL text from launch to end; written by its worker's thread and read by any number
 * of others, without locks: each field is volatile or a concurrent collection, and the outcome is
 * written last.
 */
public final class Job {
  private final int pid;
  private final Launch launch;
  private final Queue<SQLWarning> notices = new ConcurrentLinkedQueue<>();
  private final Set<Thread> readers = ConcurrentHashMap.newKeySet(1);
  private volatile @Nullable Outcome outcome;

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

  /** From now on {@code reader} is unparked at each notice and at the end. */
  public void wake(Thread reader) {
    readers.add(reader);
  }

  public void stopWaking(Thread reader) {
    readers.remove(reader);
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
