package io.github.pgbackground.internal.worker;

import java.sql.SQLException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntPredicate;

/**
 * A hold on one of this JVM's pools. There is one pool for each target, counted by the sessions
 * that have launched and the jobs that run; the count changes atomically inside {@link
 * ConcurrentHashMap#compute}, and a pool that nobody holds any more is closed.
 */
public final class PoolHold {
  private static final ConcurrentHashMap<Key, Held> POOLS = new ConcurrentHashMap<>();

  private record Key(Target target, Limits limits) {}

  private record Held(WorkerPool pool, int holders) {}

  private final Key key;
  private final WorkerPool pool;

  private PoolHold(Key key) {
    this.key = key;
    this.pool = hold(key);
  }

  /** A session's hold on its target's pool, which is made if there is none yet. */
  public static PoolHold of(Target target, Limits limits) {
    return new PoolHold(new Key(target, limits));
  }

  /**
   * Starts a job and returns when its worker is found. The job has a hold of its own, so that it
   * goes on when its session ends, even if that is now.
   *
   * @param taken the pids that the session's handles hold already; two handles never share one
   * @param patience what else ends the wait for a worker
   * @throws SQLException 53000 when no worker becomes free in time; whatever a login raises
   */
  public Job start(Launch launch, IntPredicate taken, Patience patience) throws SQLException {
    PoolHold ofJob = new PoolHold(key);
    try {
      return ofJob.pool.start(launch, taken, patience, ofJob::release);
    } catch (SQLException | RuntimeException | Error e) {
      ofJob.release();
      throw e;
    }
  }

  private static WorkerPool hold(Key key) {
    return POOLS
        .compute(
            key,
            (k, held) ->
                held == null
                    ? new Held(new WorkerPool(k.target(), k.limits()), 1)
                    : new Held(held.pool(), held.holders() + 1))
        .pool();
  }

  /** The session, or its job, does not need the pool any more. To be called once. */
  public void release() {
    Held left =
        POOLS.compute(
            key,
            (k, held) ->
                held == null || held.holders() == 1
                    ? null
                    : new Held(held.pool(), held.holders() - 1));
    if (left == null) {
      pool.close();
    }
  }
}
