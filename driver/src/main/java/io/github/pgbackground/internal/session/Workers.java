package io.github.pgbackground.internal.session;

import io.github.pgbackground.internal.job.Job;
import io.github.pgbackground.internal.job.Launch;
import io.github.pgbackground.internal.login.Target;
import io.github.pgbackground.internal.login.TargetSource;
import io.github.pgbackground.internal.pool.Handles;
import io.github.pgbackground.internal.pool.Limits;
import io.github.pgbackground.internal.pool.Patience;
import io.github.pgbackground.internal.pool.PoolHold;
import io.github.pgbackground.internal.rows.ServerError;
import io.github.pgbackground.internal.settings.Settings;
import java.sql.SQLException;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A session's hold on its pool of workers, from the first launch to the session's end, which comes
 * from any thread: {@link #lock} guards the hold and the end, and nothing that waits for a server
 * happens under it.
 */
public final class Workers {
  private final TargetSource targets;
  private final Settings settings;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable PoolHold hold;
  private boolean ended;

  Workers(TargetSource targets, Settings settings) {
    this.targets = targets;
    this.settings = settings;
  }

  /** Where the session is, and how to log in there. */
  public Target target() throws SQLException {
    return targets.target();
  }

  /** Has one of them run a job, as {@link PoolHold#start} says. */
  Job start(Launch launch, Handles handles, Patience patience) throws SQLException {
    return hold().start(launch, handles, patience);
  }

  /** Has the server process of a job end that is to be stopped and does not stop. */
  public void terminate(Job job) throws SQLException {
    hold().terminate(job);
  }

  private PoolHold hold() throws SQLException {
    Target target = hold == null ? targets.target() : null;
    lock.lock();
    try {
      if (ended) {
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

  /**
   * From now on the session launches nothing.
   *
   * @return its hold on the pool, to be released; null if it has none
   */
  @Nullable PoolHold end() {
    lock.lock();
    try {
      PoolHold held = hold;
      hold = null;
      ended = true;
      return held;
    } finally {
      lock.unlock();
    }
  }
}
