package io.github.pgbackground.internal.session.execution;

import io.github.pgbackground.internal.job.Job;
import io.github.pgbackground.internal.job.Results;
import io.github.pgbackground.internal.session.backend.CallerBackend;
import io.github.pgbackground.internal.session.backend.ServerWork;
import io.github.pgbackground.internal.session.deadlock.DeadlockWatch;
import io.github.pgbackground.internal.session.deadlock.Lookout;
import io.github.pgbackground.internal.session.setting.Snapshot;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

/**
 * One run of a statement with calls, and how another thread ends its waits; {@link #cancel} and
 * {@link #close} may be called by any thread at any time and take no lock: they set a volatile
 * field, then wake the runner.
 */
public final class Execution {
  private enum Interruption {
    CANCEL,
    CLOSE
  }

  /** No bound of a wait's own. */
  public static final long FOR_EVER = Long.MAX_VALUE;

  private final BaseConnection connection;
  private final CallerBackend backend;
  private final Lookout lookout;
  private final Thread runner = Thread.currentThread();
  private final Deadline deadline;
  private final Consumer<SQLWarning> warnings;
  private @Nullable TransactionState beforeLook;
  private volatile @Nullable Interruption interruption;
  private volatile @Nullable Statement running;

  /**
   * @param connection the session's, or another one to its server
   * @param backend the session's own process
   * @param lookout where the session's locks can be looked at
   * @param timeoutMillis the statement's query timeout, 0 for none
   * @param warnings takes the notices of jobs and of the session as they arrive, each with those
   *     that hang on it
   */
  public Execution(
      BaseConnection connection,
      CallerBackend backend,
      Lookout lookout,
      long timeoutMillis,
      Consumer<SQLWarning> warnings) {
    this.connection = connection;
    this.backend = backend;
    this.lookout = lookout;
    this.deadline = new Deadline(timeoutMillis);
    this.warnings = warnings;
  }

  /** Whether the session's process has asked for it, over the bridge, and waits. */
  public boolean isAsked() {
    return backend.told() != null;
  }

  /** What that process has told of the session, null if it can be asked. */
  public @Nullable Snapshot told() {
    return backend.told();
  }

  /** Ends what runs as a server would end it: 57014; does nothing once the run is over. */
  public void cancel() throws SQLException {
    interrupt(Interruption.CANCEL);
  }

  /** The connection is gone. */
  public void close() throws SQLException {
    interrupt(Interruption.CLOSE);
  }

  private void interrupt(Interruption reason) throws SQLException {
    interruption = reason;
    LockSupport.unpark(runner);
    Statement statement = running;
    if (statement != null && reason == Interruption.CANCEL) {
      statement.cancel();
    }
  }

  /** Runs {@code work} on the session's connection so that it can be cancelled. */
  public <T> T onServer(Statement statement, ServerWork<T> work) throws SQLException {
    deadline.limit(statement);
    running = statement;
    try {
      // Only now: a cancel sees the statement or is seen here.
      check();
      return work.run();
    } finally {
      running = null;
      SQLWarning first = statement.isClosed() ? null : statement.getWarnings();
      if (first != null) {
        warnings.accept(first);
      }
    }
  }

  /** Runs work of this driver's own on the session's connection so that it can be cancelled. */
  public <T> T onServer(ServerWork<T> work) throws SQLException {
    check();
    return backend.orCancel(work, () -> checkTime(WaitBounds.NONE));
  }

  /** Runs what the server does at once, even if this run is over; not for ever, then. */
  public <T> T orGiveUp(ServerWork<T> work) throws SQLException {
    return backend.orGiveUp(work, () -> nanosToWait(WaitBounds.NONE));
  }

  /** What a wait is for. */
  @FunctionalInterface
  public interface Event<T> {
    /** Null as long as the wait has to go on. */
    @Nullable T look() throws SQLException;
  }

  /** What bounds a wait besides the query timeout. */
  @FunctionalInterface
  public interface Bounding {
    WaitBounds bounds() throws SQLException;
  }

  /**
   * Waits for what comes of a job and hands its notices on as they arrive.
   *
   * @param awaited what the job has to wake this wait for
   * @param bounding asked only if there is something to wait for
   * @throws SQLException 57014 when cancelled, timed out or interrupted; the job goes on
   */
  public <T> T await(Job job, Job.Awaited awaited, Bounding bounding, Event<T> event)
      throws SQLException {
    return await(job, awaited, bounding, () -> look(job, event), FOR_EVER);
  }

  /**
   * Waits for a job's end, or for some time; its notices stay with it for its reader.
   *
   * @param millis how long at most, {@link #FOR_EVER} for as long as it takes
   * @return whether it has ended
   * @throws SQLException as {@link #await}
   */
  public boolean awaitEnd(Job job, long millis, Bounding bounding) throws SQLException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    return await(
        job,
        Job.Awaited.END,
        bounding,
        () -> {
          boolean ended = job.outcome() != null;
          boolean late = millis != FOR_EVER && System.nanoTime() - deadline >= 0;
          return (ended || late) ? ended : null;
        },
        millis);
  }

  private <T> T await(Job job, Job.Awaited awaited, Bounding bounding, Event<T> event, long millis)
      throws SQLException {
    T found = event.look();
    if (found != null) {
      return found;
    }
    WaitBounds bounds = bounding.bounds();
    TransactionState before = connection.getTransactionState();
    long from = System.nanoTime();
    long most = TimeUnit.MILLISECONDS.toNanos(millis);
    job.results().wake(runner, awaited);
    try (DeadlockWatch watch = watch(job, bounds, millis != FOR_EVER)) {
      while (true) {
        beforeLook = watch.isLooking() ? before : null;
        // A look at the locks is not left alone with the session's connection.
        found = watch.isLooking() ? null : event.look();
        if (found != null) {
          return found;
        }
        long left = Math.max(1, most - (System.nanoTime() - from));
        long sleep = watch.isLooking() ? nanosToWait(bounds) : nanosToSleep(bounds);
        LockSupport.parkNanos(this, Math.min(left, Math.min(sleep, watch.nanosToSleep())));
      }
    } finally {
      job.results().stopWaking(runner);
    }
  }

  /**
   * What the session's transaction is like: to be asked of this run, since older pgjdbc does not
   * say while the locks are looked at, which changes nothing of it.
   */
  TransactionState transactionState() {
    TransactionState known = beforeLook;
    return known != null ? known : connection.getTransactionState();
  }

  /** The notices come after, so that those before the end are seen with it. */
  private <T> @Nullable T look(Job job, Event<T> event) throws SQLException {
    try {
      return event.look();
    } finally {
      handOnNotices(job);
    }
  }

  /** Where the wait has a bound, the bound decides. */
  private DeadlockWatch watch(Job job, WaitBounds bounds, boolean hasBound) {
    boolean isBounded = hasBound || deadline.isSet() || !bounds.areNone();
    return new DeadlockWatch(lookout, job, isBounded ? 0 : bounds.deadlockTimeoutMillis());
  }

  /**
   * Waits until a job's launch has done its part.
   *
   * @throws SQLException as {@link #await}
   */
  public void awaitSent(Job job, WaitBounds bounds) throws SQLException {
    job.results().wake(runner, Job.Awaited.END);
    try {
      while (!job.isSent()) {
        LockSupport.parkNanos(this, nanosToSleep(bounds));
      }
    } finally {
      job.results().stopWaking(runner);
    }
  }

  private void handOnNotices(Job job) {
    Results results = job.results();
    for (SQLWarning notice = results.nextNotice(); notice != null; notice = results.nextNotice()) {
      warnings.accept(notice);
    }
  }

  /**
   * How long a wait may sleep before it asks again; throws if this run may not wait any longer, or
   * the session has ended meanwhile.
   */
  public long nanosToSleep(WaitBounds bounds) throws SQLException {
    long wait = nanosToWait(bounds);
    return Math.min(wait, backend.look(bounds.idleTimeoutMillis(), () -> nanosToWait(bounds)));
  }

  private long nanosToWait(WaitBounds bounds) throws SQLException {
    if (Thread.currentThread().isInterrupted()) {
      throw Deadline.cancelled();
    }
    return checkTime(bounds);
  }

  /** How long this run may last at most; throws if it is over. */
  private long checkTime(WaitBounds bounds) throws SQLException {
    check();
    return deadline.nanosLeft(bounds);
  }

  public void warn(SQLWarning warning) {
    warnings.accept(warning);
  }

  /** Throws if another thread has asked for the end of this run. */
  public void check() throws SQLException {
    Interruption reason = interruption;
    if (reason == Interruption.CANCEL) {
      throw Deadline.cancelled();
    } else if (reason == Interruption.CLOSE) {
      throw new PSQLException(
          "This connection has been closed.", PSQLState.CONNECTION_DOES_NOT_EXIST);
    }
  }
}
