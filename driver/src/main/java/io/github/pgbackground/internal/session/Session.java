package io.github.pgbackground.internal.session;

import static io.github.pgbackground.internal.session.setting.BackgroundSetting.DEFAULT_QUEUE_SIZE;
import static io.github.pgbackground.internal.session.setting.BackgroundSetting.MAX_WORKERS;
import static io.github.pgbackground.internal.session.setting.BackgroundSetting.WORKER_TIMEOUT;

import io.github.pgbackground.internal.extension.Grants;
import io.github.pgbackground.internal.extension.Installation;
import io.github.pgbackground.internal.extension.Presence;
import io.github.pgbackground.internal.link.Link;
import io.github.pgbackground.internal.pool.Handles;
import io.github.pgbackground.internal.pool.Limits;
import io.github.pgbackground.internal.pool.PoolHold;
import io.github.pgbackground.internal.rows.ServerError;
import io.github.pgbackground.internal.session.handle.Handle;
import io.github.pgbackground.internal.session.handle.Order;
import io.github.pgbackground.internal.session.handle.Place;
import io.github.pgbackground.internal.session.handle.TrackedJobs;
import io.github.pgbackground.internal.session.setting.BackgroundSetting;
import io.github.pgbackground.internal.session.setting.QueueSize;
import io.github.pgbackground.internal.settings.Database;
import io.github.pgbackground.internal.settings.Settings;
import io.github.pgbackground.internal.spool.Bounds;
import io.github.pgbackground.internal.state.SessionState;
import io.github.pgbackground.internal.state.TimeLimit;
import io.github.pgbackground.internal.worker.Job;
import io.github.pgbackground.internal.worker.Launch;
import io.github.pgbackground.internal.worker.Nesting;
import io.github.pgbackground.internal.worker.Target;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;
import org.postgresql.util.PSQLException;

/**
 * One connection of the application: its handles, what is known of its state, its hold on a worker
 * pool.
 *
 * <p>Statements run on it one at a time, but {@link #close} and the ends of executions come from
 * any thread: handles, results that are read and executions are concurrent maps; {@link #lock}
 * guards the hold alone, and nothing that waits for a server happens under it.
 */
public final class Session {

  /** How workers of this session log in; asked at the first launch. */
  @FunctionalInterface
  public interface TargetSource {
    Target target() throws SQLException;
  }

  private final BaseConnection connection;
  private final @Nullable Link link;
  private final Settings settings;
  private final TargetSource targets;
  private final Nestings nestings;
  private final boolean isJob;

  private final TrackedJobs jobs;
  private final Set<RowStream> reading = ConcurrentHashMap.newKeySet();
  private final Set<Execution> executions = ConcurrentHashMap.newKeySet();
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable PoolHold hold;
  private volatile boolean closed;

  private final Installation installation;
  private final Grants grants = new Grants(this);

  private long touches;
  private boolean exposed;
  private final Snapshots snapshots;
  private long snapshotTouches;
  private @Nullable Snapshot snapshot;
  private @Nullable Snapshot told;
  private final KnownColumns columns = new KnownColumns(this);

  /** How the calls are served that the jobs of this session make. */
  @FunctionalInterface
  public interface Nestings {
    /**
     * Says it for one job.
     *
     * @param kind where the functions are
     */
    Nesting of(Settings settings, TargetSource targets, Nesting.Kind kind);
  }

  /**
   * A connection of the application.
   *
   * @param link null if there is none
   */
  public Session(
      BaseConnection connection,
      @Nullable Link link,
      Settings settings,
      TargetSource targets,
      Nestings nestings) {
    this(connection, link, settings, targets, nestings, false);
  }

  private Session(
      BaseConnection connection,
      @Nullable Link link,
      Settings settings,
      TargetSource targets,
      Nestings nestings,
      boolean isJob) {
    this.nestings = nestings;
    this.isJob = isJob;
    this.connection = connection;
    this.jobs =
        settings.sharesHandles() && !isJob
            ? TrackedJobs.ofPool(Database.of(connection))
            : TrackedJobs.ofSession();
    this.snapshots = new Snapshots(connection);
    this.link = link;
    this.installation = new Installation(connection, settings.backend());
    this.settings = settings;
    this.targets = targets;
  }

  /**
   * The session that a job is.
   *
   * @param connection its worker's
   * @param launch what the job was asked to do
   * @param nesting how it is served itself, and so the jobs that it launches
   */
  public static Session ofJob(
      BaseConnection connection,
      @Nullable Link link,
      Settings settings,
      TargetSource targets,
      Launch launch,
      Nesting nesting) {
    Session session =
        new Session(connection, link, settings, targets, (s, t, kind) -> nesting, true);
    session.snapshots.notice(launch.state().custom().keySet());
    session.notice(launch.sql());
    return session;
  }

  public BaseConnection connection() {
    return connection;
  }

  /** What is seen below the connection, null if nothing is. */
  public @Nullable Link link() {
    return link;
  }

  /** What the session's database has of pg_background. */
  public Installation installation() {
    return installation;
  }

  /** What of it the session's current user may call. */
  public Grants grants() {
    return grants;
  }

  // What may have changed on the session's backend

  /**
   * Looks at a text that the backend may be about to run, for the names of custom settings.
   *
   * @return whether a parameter or an expression in it may give another such name
   */
  public boolean notice(String sql) {
    return snapshots.notice(sql);
  }

  /** The custom settings that the session may have, besides those of pg_background. */
  public Set<String> customSettings() {
    return snapshots.customSettings();
  }

  /** Says, before it happens, that the backend is about to run something of the application's. */
  public void touched() {
    installation.settleIfIdle();
    touches++;
  }

  /** The same for a whole statement, whose rows may be fetched later. */
  public void statementBegins() {
    touched();
    jobs.statementBegins();
  }

  /** As long as this number stays the same, the backend has run nothing of the application's. */
  public long touches() {
    return touches;
  }

  /** Whether the backend may run something that {@link #touches} does not count. */
  public boolean isExposed() {
    return exposed;
  }

  /** Says that the application now holds an object of pgjdbc and can run what it likes unseen. */
  public void exposed() {
    exposed = true;
  }

  /** Whether the backend has run nothing of the application's since the count was {@code then}. */
  public boolean untouchedSince(long then) {
    return touches == then && !exposed;
  }

  /** What the session looks like now; asks the server only if something may have changed it. */
  private Snapshot snapshot(Execution execution) throws SQLException {
    Snapshot now = told;
    if (now != null) {
      return now;
    }
    Snapshot known = snapshot;
    if (known != null && untouchedSince(snapshotTouches)) {
      return known;
    }
    long before = touches;
    Snapshot read = snapshots.read(execution);
    snapshot = read;
    snapshotTouches = before;
    return read;
  }

  /** What column definition lists mean in this session. */
  public KnownColumns columns() {
    return columns;
  }

  // Executions

  /**
   * Begins the run of a statement with calls; {@link #end} must follow.
   *
   * @param timeoutMillis the statement's query timeout, 0 for none
   */
  public Execution begin(long timeoutMillis, Consumer<SQLWarning> warnings) throws SQLException {
    Execution execution =
        new Execution(connection, new OwnBackend(connection, link), 0, timeoutMillis, warnings);
    executions.add(execution);
    if (closed) {
      execution.close();
    }
    return execution;
  }

  public void end(Execution execution) {
    executions.remove(execution);
    told = null;
  }

  /**
   * Begins what the session's process has asked for over the bridge while it runs a statement;
   * {@link #end} must follow. Nothing can be asked of it, so all there is to know is told.
   *
   * @param locks a connection on which to look at locks
   * @param pid the session's process
   * @param state what a job takes over
   * @param timeouts the effective values, in milliseconds, by the names of the settings
   */
  public Execution beginAsked(
      BaseConnection locks,
      int pid,
      SessionState state,
      Map<ServerTimeout, Long> timeouts,
      Consumer<SQLWarning> warnings)
      throws SQLException {
    AskingBackend backend = new AskingBackend(Objects.requireNonNull(link));
    Execution execution = new Execution(locks, backend, pid, 0, warnings);
    told = new Snapshot(state, timeouts);
    executions.add(execution);
    if (closed) {
      execution.close();
    }
    return execution;
  }

  /**
   * Fails as the server would: an open transaction is aborted, by raising the same error in it, so
   * that pgjdbc's autosave and the server's log see it too.
   *
   * @param execution the one that fails, which may have been ended already
   * @return the error, to be thrown; what was asked over the bridge fails where it was asked
   */
  public SQLException fail(SQLException error, Execution execution) throws SQLException {
    if (told != null) {
      return error;
    }
    if (error instanceof Execution.NetworkTimeoutException) {
      connection.abort(Runnable::run);
    } else if (!connection.isClosed() && new SessionWire(connection, execution).canBeAborted()) {
      try (Statement statement = connection.createStatement()) {
        statement.setEscapeProcessing(false);
        String raise = Raise.statement(error);
        execution.orGiveUp(() -> statement.execute(raise));
      } catch (SQLException raised) {
        if (raised != error
            && !(raised instanceof PSQLException sent && sent.getServerErrorMessage() != null)) {
          error.addSuppressed(raised);
        }
      }
    }
    return error;
  }

  /** What bounds a wait of this session besides its statement's query timeout. */
  public WaitBounds waitBounds(Execution execution) throws SQLException {
    Snapshot known = snapshot(execution);
    if (told != null) {
      // The server itself sees to its timeouts.
      boolean bounded =
          known.millis(ServerTimeout.STATEMENT_TIMEOUT) > 0
              || known.millis(ServerTimeout.TRANSACTION_TIMEOUT) > 0;
      return new WaitBounds(
          0,
          connection.getNetworkTimeout(),
          bounded ? 0 : known.millis(ServerTimeout.DEADLOCK_TIMEOUT),
          0);
    }
    return new WaitBounds(
        known.millis(ServerTimeout.STATEMENT_TIMEOUT),
        connection.getNetworkTimeout(),
        // It ends the caller's session, and so whatever the caller waits for.
        known.millis(ServerTimeout.TRANSACTION_TIMEOUT) > 0
            ? 0
            : known.millis(ServerTimeout.DEADLOCK_TIMEOUT),
        known.millis(
            connection.getTransactionState() == TransactionState.IDLE
                ? ServerTimeout.IDLE_SESSION_TIMEOUT
                : ServerTimeout.IDLE_IN_TRANSACTION_SESSION_TIMEOUT));
  }

  // Jobs

  /** Launches a job; it is among the {@link #jobs} if the order says so. */
  public Handle launch(Order order, Execution execution) throws SQLException {
    Snapshot now = snapshot(execution);
    int queueSize = QueueSize.of(order.queueSize(), now.value(DEFAULT_QUEUE_SIZE));
    Launch launch =
        new Launch(
            order.sql(),
            now.state(),
            order.readable(),
            connection.getStandardConformingStrings(),
            limit(now),
            new Bounds(queueSize, settings.maxSpill()),
            nesting(),
            !isJob);
    long touchesThen = touches;
    WaitBounds bounds = waitBounds(execution);
    Function<Job, Handle> handle =
        job -> new Handle(job, order, queueSize, now.state().currentUser(), jobs, touchesThen);
    try (Place place = jobs.place(now.value(MAX_WORKERS), handle)) {
      Handles tracking = order.tracked() ? place : Handles.NONE;
      Job job = hold().start(launch, tracking, () -> execution.nanosToSleep(bounds));
      try {
        // A job in line is not waited for.
        if (job.backendPid() != 0) {
          execution.awaitSent(job, bounds);
        }
      } catch (SQLException e) {
        tracking.untrack(job);
        job.drop();
        throw e;
      }
      jobs.countLaunch();
      Handle tracked = place.handle();
      if (tracked != null) {
        return tracked;
      }
      Handle untracked = handle.apply(job);
      jobs.countEnd(untracked);
      return untracked;
    }
  }

  private Nesting nesting() throws SQLException {
    Presence presence = isJob || told != null ? installation.known() : installation.presence();
    if (presence.leavesCalls(settings.backend())) {
      return Nesting.NONE;
    }
    boolean isInstalled = presence.isBridge() && presence.trusted();
    return nestings.of(
        settings, targets, isInstalled ? Nesting.Kind.INSTALLED : Nesting.Kind.TEMPORARY);
  }

  private static TimeLimit limit(Snapshot now) throws SQLException {
    int workerTimeout = now.value(WORKER_TIMEOUT);
    return workerTimeout > 0
        ? new TimeLimit(workerTimeout, true)
        : new TimeLimit(now.millis(ServerTimeout.STATEMENT_TIMEOUT), false);
  }

  /** The effective value of a setting of pg_background. */
  public int value(BackgroundSetting setting, Execution execution) throws SQLException {
    return snapshot(execution).value(setting);
  }

  /** Where the session is, and how to log in there. */
  public Target target() throws SQLException {
    return targets.target();
  }

  private PoolHold hold() throws SQLException {
    Target target = hold == null ? targets.target() : null;
    lock.lock();
    try {
      if (closed) {
        throw ServerError.of("08003", "This connection has been closed.").toException();
      }
      if (hold == null && target != null) {
        hold =
            PoolHold.of(
                target,
                new Limits(
                    settings.maxWorkers(),
                    settings.launchTimeout(),
                    settings.idleTimeout(),
                    settings.shutdownTimeout(),
                    settings.queues(),
                    settings.registersMbeans()));
      }
      return Objects.requireNonNull(hold);
    } finally {
      lock.unlock();
    }
  }

  /** The jobs that this session can name. */
  public TrackedJobs jobs() {
    return jobs;
  }

  /** Has the server process of a job end that is to be stopped and does not stop. */
  public void terminate(Job job) throws SQLException {
    hold().terminate(job);
  }

  /** Rows that are to be closed with the session, at the latest. */
  public void opened(RowStream rows) {
    reading.add(rows);
    if (closed) {
      rows.close();
    }
  }

  public void closed(RowStream rows) {
    reading.remove(rows);
  }

  /** Ends the waits of this session and its hold on the pool; its jobs go on. */
  public void close() throws SQLException {
    PoolHold held;
    lock.lock();
    try {
      held = hold;
      hold = null;
      closed = true;
    } finally {
      lock.unlock();
    }
    for (Execution execution : executions) {
      execution.close();
    }
    reading.forEach(RowStream::close);
    jobs.close();
    installation.close();
    if (held != null) {
      held.release();
    }
  }
}
