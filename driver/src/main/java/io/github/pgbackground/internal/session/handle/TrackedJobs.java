package io.github.pgbackground.internal.session.handle;

import io.github.pgbackground.internal.rows.ServerError;
import io.github.pgbackground.internal.worker.Handles;
import io.github.pgbackground.internal.worker.Job;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The jobs that a session can name, by their pids, and what has become of those it could; a
 * concurrent map and set, an atomic reference, and a volatile mark of the end.
 */
public final class TrackedJobs {
  private final ConcurrentMap<Integer, Handle> handles = new ConcurrentHashMap<>();
  private final Set<Integer> readInStatement = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;
  private final AtomicReference<Statistics> statistics = new AtomicReference<>(Statistics.NONE);

  /** Throws 53400 when the session tracks as many jobs as it may; unread ones count. */
  public void checkRoom(int maxWorkers) throws SQLException {
    if (handles.size() >= maxWorkers) {
      throw ServerError.of("53400", "too many background workers")
          .withDetail(
              String.format(
                  Locale.ROOT, "Current limit is %d concurrent workers per session.", maxWorkers))
          .withHint("Wait for existing workers to complete, or increase pg_background.max_workers.")
          .toException();
    }
  }

  /**
   * Tracks one job as soon as it has its pid.
   *
   * @param handle makes its handle
   */
  public Handles tracking(Function<Job, Handle> handle) {
    return new Handles() {
      @Override
      public boolean isTaken(int pid) {
        return handles.containsKey(pid) || readInStatement.contains(pid);
      }

      @Override
      public boolean track(Job job) {
        boolean tracked = handles.putIfAbsent(job.pid(), handle.apply(job)) == null;
        if (tracked && closed) {
          close();
        }
        return tracked;
      }

      @Override
      public void untrack(Job job) {
        handles.computeIfPresent(
            job.pid(), (pid, tracked) -> tracked.job() == job ? null : tracked);
      }
    };
  }

  /**
   * No other job gets this pid while the statement lasts that has read the job's rows on the
   * server: a plan may keep what a function has given for an argument, and give it again.
   */
  public void readOnServer(int pid) {
    readInStatement.add(pid);
  }

  /** Another statement begins. */
  public void statementBegins() {
    if (!readInStatement.isEmpty()) {
      readInStatement.clear();
    }
  }

  /** Counts a launch that has gone well. */
  public void countLaunch() {
    statistics.updateAndGet(Statistics::withLaunch);
  }

  /** Counts the end of a job that is tracked no more. */
  public void countEnd(Handle handle) {
    statistics.updateAndGet(known -> known.withEnd(handle.end(), handle.ageMicros()));
  }

  /** The job with this pid, null if there is none. */
  public @Nullable Handle find(int pid) {
    return handles.get(pid);
  }

  /** The job with this pid, 42704 if there is none. */
  public Handle get(int pid) throws SQLException {
    Handle handle = handles.get(pid);
    if (handle == null) {
      throw notAttached(pid, "");
    }
    return handle;
  }

  /** The handle is used up: its job is the caller's now; 42704 if it was somebody else's before. */
  public void take(Handle handle) throws SQLException {
    if (!handles.remove(handle.pid(), handle)) {
      throw notAttached(handle.pid(), "");
    }
    countEnd(handle);
  }

  /** All of them, in the order of their launches. */
  public List<Handle> all() {
    return handles.values().stream()
        .sorted((one, other) -> Long.signum(one.launchedNanos() - other.launchedNanos()))
        .toList();
  }

  public int active() {
    return handles.size();
  }

  public Statistics statistics() {
    return Objects.requireNonNull(statistics.get());
  }

  /** Nobody can name any of the jobs any more, nor any that comes; they go on. */
  public void close() {
    closed = true;
    List.copyOf(handles.values()).stream().map(Handle::job).forEach(Job::drop);
    handles.clear();
  }

  /** What is said when the cookie is not that of the job whose rows are asked for. */
  public static SQLException notAttachedForCookie(int pid) {
    return notAttached(pid, " (cookie mismatch)");
  }

  private static SQLException notAttached(int pid, String why) {
    return ServerError.of(
            "42704",
            String.format(Locale.ROOT, "PID %d is not attached to this session%s", pid, why))
        .toException();
  }

  /** What is said when the cookie is not that of the job that is to be waited for, or the like. */
  public static SQLException cookieMismatch(int pid) {
    return ServerError.of("55000", String.format(Locale.ROOT, "cookie mismatch for PID %d", pid))
        .withHint("The worker may have been restarted or the handle is stale.")
        .toException();
  }

  /** What is said to a role that may not use the handle. */
  public static SQLException notPermitted(int pid) {
    return ServerError.of(
            "42501",
            String.format(
                Locale.ROOT, "permission denied for background worker with PID \"%d\"", pid))
        .toException();
  }
}
