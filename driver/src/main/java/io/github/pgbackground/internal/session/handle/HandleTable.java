package io.github.pgbackground.internal.session.handle;

import io.github.pgbackground.internal.job.Job;
import io.github.pgbackground.internal.rows.ServerError;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The handles of one session, or of all sessions of a pool, by their pids, and what has become of
 * those that were here. One lock guards all of it, and nothing waits for anything under it.
 */
final class HandleTable {
  private static final Comparator<Handle> BY_LAUNCH =
      (one, other) -> Long.signum(one.launchedNanos() - other.launchedNanos());

  private final String whose;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Integer, Handle> handles = new HashMap<>();
  private int reserved;
  private Statistics statistics = Statistics.NONE;
  private boolean closed;

  /**
   * @param whose handles they are, as the end of a sentence about their limit
   */
  HandleTable(String whose) {
    this.whose = whose;
  }

  /**
   * Keeps a place for a handle that is to come.
   *
   * @throws SQLException 53400 when there are as many as there may be; unread ones count, but those
   *     that were left make place
   */
  void reserve(int most) throws SQLException {
    List<Handle> gone = new ArrayList<>();
    lock.lock();
    try {
      while (handles.size() + reserved >= most) {
        Handle next =
            handles.values().stream()
                .filter(Handle::givesWay)
                .min(BY_LAUNCH)
                .orElseThrow(() -> tooMany(most));
        handles.remove(next.pid());
        statistics = statistics.withEnd(next.end(), next.ageMicros());
        gone.add(next);
      }
      reserved++;
    } finally {
      lock.unlock();
      gone.forEach(handle -> handle.job().drop());
    }
  }

  private SQLException tooMany(int most) {
    return ServerError.of("53400", "too many background workers")
        .withDetail(
            String.format(Locale.ROOT, "Current limit is %d concurrent workers %s.", most, whose))
        .withHint("Wait for existing workers to complete, or increase pg_background.max_workers.")
        .toException();
  }

  /** Gives back a place that was not needed. */
  void free() {
    lock.lock();
    try {
      reserved--;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Puts a handle into a place that was kept for it.
   *
   * @return whether it is there now, and not another one with its pid
   */
  boolean put(Handle handle) {
    lock.lock();
    try {
      if (handles.putIfAbsent(handle.pid(), handle) != null) {
        return false;
      }
      reserved--;
      if (!closed) {
        return true;
      }
      handles.remove(handle.pid());
    } finally {
      lock.unlock();
    }
    handle.job().drop();
    return true;
  }

  /** Takes a handle out; false if it was not there, or not any more. */
  boolean remove(Handle handle) {
    lock.lock();
    try {
      return handles.remove(handle.pid(), handle);
    } finally {
      lock.unlock();
    }
  }

  /** Takes a handle out and keeps its place, as if it had not been put; false if it is gone. */
  boolean takeBack(Handle handle) {
    lock.lock();
    try {
      boolean removed = handles.remove(handle.pid(), handle);
      if (removed) {
        reserved++;
      }
      return removed;
    } finally {
      lock.unlock();
    }
  }

  boolean has(int pid) {
    return find(pid) != null;
  }

  @Nullable Handle find(int pid) {
    lock.lock();
    try {
      return handles.get(pid);
    } finally {
      lock.unlock();
    }
  }

  /** All of them, in the order of their launches. */
  List<Handle> all() {
    lock.lock();
    try {
      return handles.values().stream().sorted(BY_LAUNCH).toList();
    } finally {
      lock.unlock();
    }
  }

  int size() {
    lock.lock();
    try {
      return handles.size();
    } finally {
      lock.unlock();
    }
  }

  Statistics statistics() {
    lock.lock();
    try {
      return statistics;
    } finally {
      lock.unlock();
    }
  }

  void countLaunch() {
    lock.lock();
    try {
      statistics = statistics.withLaunch();
    } finally {
      lock.unlock();
    }
  }

  void countEnd(Handle handle) {
    lock.lock();
    try {
      statistics = statistics.withEnd(handle.end(), handle.ageMicros());
    } finally {
      lock.unlock();
    }
  }

  /** Nobody can name any of the jobs any more, nor any that comes; they go on. */
  void close() {
    List<Job> forgotten;
    lock.lock();
    try {
      closed = true;
      forgotten = handles.values().stream().map(Handle::job).toList();
      handles.clear();
    } finally {
      lock.unlock();
    }
    forgotten.forEach(Job::drop);
  }
}
