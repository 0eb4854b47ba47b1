package io.github.pgbackground.internal.worker;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import io.github.pgbackground.internal.rows.ServerError;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;

/**
 * The workers of one target: HikariCP's connections and one thread for each job that runs.
 * Thread-safe; what is shared lives in HikariCP and in the executor.
 */
final class WorkerPool {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  /** The shortest wait HikariCP knows. */
  private static final Duration PATIENCE_CHECKED_EVERY = Duration.ofMillis(250);

  private final String name = "pgbackground-" + NUMBER.incrementAndGet();
  private final Target target;
  private final Limits limits;
  private final ThreadPoolExecutor threads;
  private final HikariDataSource connections;

  WorkerPool(Target target, Limits limits) {
    this.target = target;
    this.limits = limits;
    this.threads =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            10,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            threadFactory(name + " job "));
    Quiet.apply();
    this.connections = new HikariDataSource(config());
  }

  private HikariConfig config() {
    HikariConfig config = new HikariConfig();
    config.setPoolName(name);
    config.setDataSource(new LoginDataSource(target));
    config.setMaximumPoolSize(limits.maxWorkers());
    config.setMinimumIdle(0);
    config.setConnectionTimeout(PATIENCE_CHECKED_EVERY.toMillis());
    config.setIdleTimeout(limits.idleTimeout().toMillis());
    config.setInitializationFailTimeout(-1);
    config.setThreadFactory(threadFactory(name + " connections "));
    return config;
  }

  private static ThreadFactory threadFactory(String prefix) {
    AtomicInteger number = new AtomicInteger();
    return task -> DriverThread.of(prefix + number.incrementAndGet(), task);
  }

  /**
   * Starts a job and returns when its worker is found.
   *
   * @param taken the pids the session's handles hold already; two handles never share one
   * @param patience what else ends the wait for a worker
   * @param ended runs when the job has ended and its connection is back or closed
   * @throws SQLException 53000 when no worker gets free in time; whatever a login raises
   */
  Job start(Launch launch, IntPredicate taken, Patience patience, Runnable ended)
      throws SQLException {
    Connection connection = borrow(launch.state(), taken, patience);
    try {
      WorkerConnection worker = connection.unwrap(WorkerConnection.class);
      Job job = new Job(worker.pid(), launch);
      Worker runner = new Worker(worker, job);
      threads.execute(() -> run(runner, connection, ended));
      return job;
    } catch (SQLException | RuntimeException | Error e) {
      discard(connection);
      throw e;
    }
  }

  private void run(Worker runner, Connection connection, Runnable ended) {
    boolean reusable = false;
    try {
      reusable = runner.run();
    } finally {
      try {
        if (reusable) {
          giveBack(connection);
        } else {
          discard(connection);
        }
      } finally {
        ended.run();
      }
    }
  }

  private Connection borrow(SessionState state, IntPredicate taken, Patience patience)
      throws SQLException {
    while (true) {
      Connection connection = borrow(patience);
      WorkerConnection worker = connection.unwrap(WorkerConnection.class);
      if (worker.remains().suit(state) && !taken.test(worker.pid())) {
        return connection;
      }
      discard(connection);
    }
  }

  private Connection borrow(Patience patience) throws SQLException {
    long deadline = System.nanoTime() + limits.launchTimeout().toNanos();
    SQLException login = null;
    while (true) {
      try {
        return connections.getConnection();
      } catch (SQLTransientConnectionException e) {
        login = e.getCause() instanceof SQLException failed ? failed : login;
        patience.check();
        if (System.nanoTime() >= deadline) {
          throw login != null ? login : exhausted(e);
        }
      } catch (SQLException e) {
        if (e.getCause() instanceof InterruptedException) {
          Thread.currentThread().interrupt();
          patience.check();
        }
        throw e;
      }
    }
  }

  private SQLException exhausted(SQLTransientConnectionException e) {
    HikariPoolMXBean pool = connections.getHikariPoolMXBean();
    SQLException error =
        ServerError.of(
                "53000",
                "no background worker became free within "
                    + limits.launchTimeout().toMillis()
                    + " ms")
            .withDetail(
                String.format(
                    Locale.ROOT,
                    "%d of at most %d workers for %s are connected, and %d of them run jobs.",
                    pool.getTotalConnections(),
                    limits.maxWorkers(),
                    target,
                    pool.getActiveConnections()))
            .withHint(
                "Raise pgbackground.maxWorkers or pgbackground.launchTimeout, or launch less at"
                    + " once.")
            .toException();
    error.initCause(e);
    return error;
  }

  private void giveBack(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      connections.evictConnection(connection);
    }
  }

  private void discard(Connection connection) {
    connections.evictConnection(connection);
    giveBack(connection);
  }

  /**
   * Closes all connections, on a thread of its own; no job may be running, since HikariCP would
   * abort it.
   */
  void close() {
    threads.execute(connections::close);
    threads.shutdown();
  }
}
