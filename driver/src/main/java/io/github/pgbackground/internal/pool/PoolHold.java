package io.github.pgbackground.internal.pool;

import io.github.pgbackground.internal.job.DriverThread;
import io.github.pgbackground.internal.job.Job;
import io.github.pgbackground.internal.job.Launch;
import io.github.pgbackground.internal.login.Target;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A hold on one of this JVM's pools. There is one pool for each target, counted by the sessions
 * that have launched and the jobs that run, which are kept in a concurrent set; the count changes
 * atomically inside {@link ConcurrentHashMap#compute}, and a pool that nobody holds any more is
 * closed.
 */
public final class PoolHold {
  private static final ConcurrentHashMap<Key, Held> POOLS = new ConcurrentHashMap<>();

  private static final Logger LOGGER = Logger.getLogger("io.github.pgbackground");

  private record Key(Target target, Limits limits) {

    // Java's own for a record keep the components' types, and so our class loader, in a cache.

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key key && target.equals(key.target) && limits.equals(key.limits);
    }

    @Override
    public int hashCode() {
      return target.hashCode();
    }
  }

  private record Held(WorkerPool pool, int holders) {}

  private static final Set<PoolHold> JOBS = ConcurrentHashMap.newKeySet();

  private final Key key;
  private final WorkerPool pool;
  private volatile @Nullable Job job;

  private PoolHold(Key key) {
    this.key = key;
    this.pool = hold(key);
  }

  /** A session's hold on its target's pool, which is made if there is none yet. */
  public static PoolHold of(Target target, Limits limits) {
    return new PoolHold(new Key(target, limits));
  }

  /**
   * Starts a job and returns when it has a worker, or its place in line. The job has a hold of its
   * own, so that it goes on when its session ends, even if that is now.
   *
   * @param handles what the session can name already; the job becomes one of it
   * @param patience what else ends the wait for a worker
   * @throws SQLException 53000 when no worker becomes free in time; whatever a login raises
   */
  public Job start(Launch launch, Handles handles, Patience patience) throws SQLException {
    PoolHold ofJob = new PoolHold(key);
    JOBS.add(ofJob);
    try {
      Job started = ofJob.pool.start(launch, handles, patience, ofJob::release);
      ofJob.job = started;
      return started;
    } catch (SQLException | RuntimeException | Error e) {
      ofJob.release();
      throw e;
    }
  }

  /**
   * Has the server process end that runs a job, by a login of its own: the worker does not answer,
   * and no other may be free. Returns at once.
   */
  public void terminate(Job job) {
    DriverThread.of(
            "pgbackground end of " + job.pid(),
            () -> {
              try {
                end(job);
              } catch (SQLException e) {
                LOGGER.log(Level.WARNING, "The worker with PID " + job.pid() + " goes on", e);
              }
            })
        .start();
  }

  private void end(Job job) throws SQLException {
    try (Connection connection = key.target().connect().connection();
        Statement statement = connection.createStatement()) {
      if (job.outcome() == null && job.backendPid() != 0) {
        statement.execute("select pg_catalog.pg_terminate_backend(" + job.backendPid() + ")");
      }
    }
  }

  private static WorkerPool hold(Key key) {
    return POOLS
        .compute(
            key,
            (k, held) ->
                held == null ? new Held(open(k), 1) : new Held(held.pool(), held.holders() + 1))
        .pool();
  }

  private static WorkerPool open(Key key) {
    WorkerPool pool = new WorkerPool(key.target(), key.limits());
    ShutdownHook.poolOpened();
    return pool;
  }

  /** The holds of all jobs in this JVM that run, or are about to. */
  static Set<PoolHold> ofJobs() {
    return JOBS;
  }

  Target target() {
    return key.target();
  }

  Limits limits() {
    return key.limits();
  }

  /** The jobs of a pool that have not ended. */
  static Stream<Job> jobsOf(WorkerPool pool) {
    return JOBS.stream()
        .filter(hold -> hold.pool == pool)
        .flatMap(hold -> Stream.ofNullable(hold.job))
        .filter(job -> job.outcome() == null);
  }

  /** The job that has this hold; null for a session's, and before its launch has returned. */
  @Nullable Job job() {
    return job;
  }

  /** The session, or its job, does not need the pool any more. To be called once. */
  public void release() {
    JOBS.remove(this);
    ShutdownHook.jobEnded();
    Held left =
        POOLS.compute(
            key,
            (k, held) ->
                held == null || held.holders() == 1
                    ? null
                    : new Held(held.pool(), held.holders() - 1));
    if (left == null) {
      ShutdownHook.poolClosed();
      pool.close();
    }
  }
}
