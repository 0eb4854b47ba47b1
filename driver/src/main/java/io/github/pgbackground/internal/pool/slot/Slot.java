package io.github.pgbackground.internal.pool.slot;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.pool.HikariPool;
import io.github.pgbackground.internal.login.WorkerConnection;
import io.github.pgbackground.internal.pool.slot.LoginDataSource.Login;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

/**
 * The place of one worker, whose connection HikariCP keeps: it logs in, looks whether a connection
 * is still alive, and ends it when it has been idle or connected for too long. A pool of one each,
 * since a HikariCP pool opens its connections one after the other.
 *
 * <p>Used by one thread at a time, which the roster hands it to; what others look at, and what
 * HikariCP's thread for logins shares, is volatile.
 */
public final class Slot {
  /** Shorter than the time in which HikariCP hands a connection out without a look at it. */
  private static final long LOOKED_AT_AFTER_NANOS = Duration.ofMillis(400).toNanos();

  /** After how long a thread that waits for a login sees that it has failed. */
  private static final long FIRST_SLICE_MILLIS = 20;

  private static final long NEXT_SLICES_MILLIS = 250;

  private final Login target;
  private final HikariConfig config;
  private volatile @Nullable HikariPool pool;
  private @Nullable Connection borrowed;
  private long lastUsedNanos;
  private volatile @Nullable WorkerConnection worker;
  private volatile @Nullable SQLException failure;
  private volatile boolean closed;

  /**
   * @param config for one connection
   */
  public Slot(Login target, HikariConfig config) {
    this.target = target;
    this.config = config;
    config.setDataSource(new LoginDataSource(this::login));
  }

  /** The worker; only while it is taken, or connected. */
  public WorkerConnection worker() {
    WorkerConnection known = worker;
    if (known == null) {
      throw new IllegalStateException("The slot has no worker.");
    }
    return known;
  }

  /** Whether it has a worker; HikariCP may end one that is idle. */
  public boolean isConnected() {
    HikariPool kept = pool;
    return worker != null && kept != null && kept.getTotalConnections() > 0;
  }

  /** Whether the worker ended a job just now, so that it may be taken without a look. */
  public boolean isFresh() {
    return worker != null && System.nanoTime() - lastUsedNanos < LOOKED_AT_AFTER_NANOS;
  }

  /** Takes the worker of a fresh slot, unless it turns out to be gone; never waits for a server. */
  public boolean take() {
    return borrow(0) && keepIfQuiet();
  }

  /** What went wrong before does not matter any more. */
  public void forgetFailure() {
    failure = null;
  }

  /** Why the last login failed, null if it has not. */
  public @Nullable SQLException failure() {
    return failure;
  }

  /** Takes the worker, which may log in for that; false if that has not happened yet. */
  public boolean connect() {
    return borrow(failure == null ? FIRST_SLICE_MILLIS : NEXT_SLICES_MILLIS) && keepIfQuiet();
  }

  private boolean borrow(long millis) {
    HikariPool kept = pool;
    if (kept == null) {
      kept = new HikariPool(config);
      pool = kept;
    }
    try {
      Connection connection = kept.getConnection(millis);
      borrowed = connection;
      worker = connection.unwrap(WorkerConnection.class);
      return true;
    } catch (SQLException e) {
      // Not connected, or not alive any more; why a login fails is known from the login.
      worker = null;
      return false;
    }
  }

  /** A worker to which the server has said something since its last job is being ended. */
  private boolean keepIfQuiet() {
    if (isQuiet()) {
      return true;
    }
    discard();
    return false;
  }

  /** Whether nothing has come from the server since the last job. */
  public boolean isQuiet() {
    return worker().isQuiet();
  }

  /** HikariCP tries again and again, but what a server refuses is not to be asked for again. */
  private WorkerConnection login() throws SQLException {
    SQLException refused = failure;
    if (refused != null && !LoginFailure.isPassing(refused)) {
      throw refused;
    }
    try {
      WorkerConnection connection = target.open();
      if (closed) {
        connection.delegate().close();
        throw new PSQLException("The pool is closed.", PSQLState.CONNECTION_UNABLE_TO_CONNECT);
      }
      return connection;
    } catch (SQLException e) {
      failure = e;
      throw e;
    } catch (RuntimeException | Error e) {
      failure = LoginFailure.of(e);
      throw e;
    }
  }

  /** The worker has no job now, and is not taken any more. */
  public void giveBack() {
    lastUsedNanos = System.nanoTime();
    if (!end()) {
      worker = null;
    }
  }

  /** The worker, which is taken, is not to be used again. */
  public void discard() {
    Connection connection = borrowed;
    HikariPool kept = pool;
    if (connection != null && kept != null) {
      kept.evictConnection(connection);
    }
    end();
    worker = null;
  }

  private boolean end() {
    Connection connection = borrowed;
    borrowed = null;
    try {
      if (connection != null) {
        connection.close();
      }
      return true;
    } catch (SQLException e) {
      return false;
    }
  }

  /** Its connection ends when it has no job, now or later; any thread may say so. */
  public void retire() {
    HikariPool kept = pool;
    if (kept != null) {
      kept.softEvictConnections();
    }
  }

  /** For good; waits for HikariCP's threads. */
  public void close() {
    closed = true;
    try {
      HikariPool kept = pool;
      if (kept != null) {
        kept.shutdown();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
