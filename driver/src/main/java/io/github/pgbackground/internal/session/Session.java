package io.github.pgbackground.internal.session;

import io.github.pgbackground.internal.job.Launch;
import io.github.pgbackground.internal.job.Nesting;
import io.github.pgbackground.internal.link.Link;
import io.github.pgbackground.internal.login.TargetSource;
import io.github.pgbackground.internal.pool.PoolHold;
import io.github.pgbackground.internal.presence.Installation;
import io.github.pgbackground.internal.session.backend.AskingBackend;
import io.github.pgbackground.internal.session.backend.OwnBackend;
import io.github.pgbackground.internal.session.deadlock.Lookout;
import io.github.pgbackground.internal.session.execution.Execution;
import io.github.pgbackground.internal.session.execution.NetworkTimeoutException;
import io.github.pgbackground.internal.session.execution.Raise;
import io.github.pgbackground.internal.session.execution.Running;
import io.github.pgbackground.internal.session.execution.SessionWire;
import io.github.pgbackground.internal.session.execution.WaitBounds;
import io.github.pgbackground.internal.session.handle.Handle;
import io.github.pgbackground.internal.session.handle.Order;
import io.github.pgbackground.internal.session.handle.TrackedJobs;
import io.github.pgbackground.internal.session.knowledge.Grants;
import io.github.pgbackground.internal.session.knowledge.KnownColumns;
import io.github.pgbackground.internal.session.knowledge.Snapshots;
import io.github.pgbackground.internal.session.knowledge.Touches;
import io.github.pgbackground.internal.session.setting.BackgroundSetting;
import io.github.pgbackground.internal.session.setting.ServerTimeout;
import io.github.pgbackground.internal.session.setting.Snapshot;
import io.github.pgbackground.internal.settings.Database;
import io.github.pgbackground.internal.settings.Settings;
import io.github.pgbackground.internal.state.SessionState;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;

/**
 * One connection of the application: what is known of its backend, what runs on it, the jobs that
 * it can name. Statements run on it one at a time, but {@link #close} and the ends of executions
 * come from any thread: the state is in its parts, each with its own rule.
 */
public final class Session {
  private final BaseConnection connection;
  private final @Nullable Link link;

  private final Touches touches = new Touches();
  private final Snapshots snapshots;
  private final KnownColumns columns = new KnownColumns(touches);
  private final Installation installation;
  private final Grants grants;

  private final Running running = new Running();
  private final TrackedJobs jobs;
  private final Workers workers;
  private final Launching launching;

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
    this.connection = connection;
    this.link = link;
    this.snapshots = new Snapshots(connection, touches);
    this.installation = new Installation(connection, settings.backend());
    this.grants = new Grants(connection, installation, touches);
    this.jobs =
        settings.sharesHandles() && !isJob
            ? TrackedJobs.ofPool(Database.of(connection))
            : TrackedJobs.ofSession();
    this.workers = new Workers(targets, settings);
    this.launching = new Launching(this, settings, targets, nestings, isJob);
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
    touches.add();
  }

  /** The same for a whole statement, whose rows may be fetched later. */
  public void statementBegins() {
    touched();
    jobs.statementBegins();
  }

  /** What of that is counted. */
  public Touches touches() {
    return touches;
  }

  /** What the session looks like now; asks the server only if something may have changed it. */
  Snapshot snapshot(Execution execution) throws SQLException {
    return snapshots.now(execution);
  }

  /** The effective value of a setting of pg_background. */
  public int value(BackgroundSetting setting, Execution execution) throws SQLException {
    return snapshot(execution).value(setting);
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
    Lookout lookout = Lookout.ofSession(connection, () -> workers.target().connect().connection());
    return running.add(
        new Execution(
            connection, new OwnBackend(connection, link), lookout, timeoutMillis, warnings));
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
    AskingBackend backend =
        new AskingBackend(Objects.requireNonNull(link), new Snapshot(state, timeouts));
    return running.add(new Execution(locks, backend, Lookout.on(locks, pid), 0, warnings));
  }

  public void end(Execution execution) {
    running.remove(execution);
  }

  /**
   * Fails as the server would: an open transaction is aborted, by raising the same error in it, so
   * that pgjdbc's autosave and the server's log see it too.
   *
   * @param execution the one that fails, which may have been ended already
   * @return the error, to be thrown; what was asked over the bridge fails where it was asked
   */
  public SQLException fail(SQLException error, Execution execution) throws SQLException {
    if (execution.isAsked()) {
      return error;
    }
    if (error instanceof NetworkTimeoutException) {
      connection.abort(Runnable::run);
    } else if (!connection.isClosed() && new SessionWire(connection, execution).canBeAborted()) {
      Raise.on(connection, error, execution);
    }
    return error;
  }

  /** Looks at an error that the application gets, for what it says of the session's database. */
  public void learn(SQLException error) {
    installation.learn(error, TrackedJobs.isNotAttached(error));
  }

  /** What bounds a wait of this session besides its statement's query timeout. */
  public WaitBounds waitBounds(Execution execution) throws SQLException {
    Snapshot known = snapshot(execution);
    return execution.isAsked()
        ? WaitBounds.ofAsked(known, connection.getNetworkTimeout())
        : WaitBounds.of(known, connection.getNetworkTimeout(), connection.getTransactionState());
  }

  /** What runs, and is read. */
  public Running running() {
    return running;
  }

  // Jobs

  /** Launches a job; it is among the {@link #jobs} if the order says so. */
  public Handle launch(Order order, Execution execution) throws SQLException {
    return launching.launch(order, execution);
  }

  /** The jobs that this session can name. */
  public TrackedJobs jobs() {
    return jobs;
  }

  /** What runs them. */
  public Workers workers() {
    return workers;
  }

  /** Ends the waits of this session and its hold on the pool; its jobs go on. */
  public void close() throws SQLException {
    PoolHold held = workers.end();
    running.end();
    jobs.close();
    installation.close();
    if (held != null) {
      held.release();
    }
  }
}
