package io.github.pgbackground.internal.session.handle;

import io.github.pgbackground.internal.job.Job;
import io.github.pgbackground.internal.rows.ServerError;
import io.github.pgbackground.internal.settings.Database;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

/**
 * The jobs that a session can name, by their pids, and what has become of those it could. What
 * other sessions may share is in the {@link HandleTable}; the session's own are a concurrent set
 * and an atomic mark of the end, since that comes from any thread.
 */
public final class TrackedJobs {
  private static final String UNDEFINED_OBJECT = "42704";
  private static final String NOT_ATTACHED = " is not attached to this session";

  private final HandleTable table;
  private final Runnable leave;
  private final Set<Integer> readInStatement = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean closed = new AtomicBoolean();

  private TrackedJobs(HandleTable table, Runnable leave) {
    this.table = table;
    this.leave = leave;
  }

  /** Those of one session alone. */
  public static TrackedJobs ofSession() {
    HandleTable table = new HandleTable("per session");
    return new TrackedJobs(table, table::close);
  }

  /** Those of all sessions of this JVM that share the ones of a database. */
  public static TrackedJobs ofPool(Database database) {
    HandleTable table = SharedTables.join(database);
    return new TrackedJobs(table, () -> SharedTables.leave(database, table));
  }

  /**
   * Keeps a place for the handle of a job that is to be launched; to be closed after the launch.
   *
   * @param maxWorkers how many jobs may be tracked at most; unread ones count
   * @param handle makes the job's handle
   * @throws SQLException 53400 when there are as many already
   */
  public Place place(int maxWorkers, Function<Job, Handle> handle) throws SQLException {
    table.reserve(maxWorkers);
    return new Place(this, table, handle);
  }

  boolean isTaken(int pid) {
    return table.has(pid) || readInStatement.contains(pid);
  }

  /** A session that has ended leaves no handle behind that it gets only now. */
  void dropIfClosed(Handle handle) {
    if (closed.get() && table.remove(handle)) {
      handle.job().drop();
    }
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
    table.countLaunch();
  }

  /** Counts the end of a job that is tracked no more. */
  public void countEnd(Handle handle) {
    table.countEnd(handle);
  }

  /** The job with this pid, null if there is none. */
  public @Nullable Handle find(int pid) {
    return table.find(pid);
  }

  /** The job with this pid; 42704 if there is none, 08003 if the session has ended. */
  public Handle get(int pid) throws SQLException {
    Handle handle = table.find(pid);
    if (handle == null) {
      throw missing(pid);
    }
    return handle;
  }

  /**
   * The handle is used up: its job is the caller's now.
   *
   * @throws SQLException 42704 if it was somebody else's before, 08003 if the session has ended
   */
  public void take(Handle handle) throws SQLException {
    if (!table.remove(handle)) {
      throw missing(handle.pid());
    }
    countEnd(handle);
  }

  private SQLException missing(int pid) {
    return closed.get()
        ? new PSQLException("This connection has been closed.", PSQLState.CONNECTION_DOES_NOT_EXIST)
        : notAttached(pid, "");
  }

  /** Nobody is to name it any more, if it still can be; its job goes on. */
  public void forget(Handle handle) {
    if (table.remove(handle)) {
      countEnd(handle);
      handle.job().drop();
    }
  }

  /** All of them, in the order of their launches. */
  public List<Handle> all() {
    return table.all();
  }

  public int active() {
    return table.size();
  }

  public Statistics statistics() {
    return table.statistics();
  }

  /**
   * The session has ended. If nobody shares them, nobody can name any of the jobs any more, nor any
   * that comes; they go on.
   */
  public void close() {
    if (closed.compareAndSet(false, true)) {
      leave.run();
    }
  }

  /** What is said when the cookie is not that of the job whose rows are asked for. */
  public static SQLException notAttachedForCookie(int pid) {
    return notAttached(pid, " (cookie mismatch)");
  }

  private static SQLException notAttached(int pid, String why) {
    return ServerError.of(
            UNDEFINED_OBJECT, String.format(Locale.ROOT, "PID %d%s%s", pid, NOT_ATTACHED, why))
        .toException();
  }

  /** Whether an error says that a session has no job of some pid. */
  public static boolean isNotAttached(SQLException error) {
    return UNDEFINED_OBJECT.equals(error.getSQLState())
        && String.valueOf(error.getMessage()).contains(NOT_ATTACHED);
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
