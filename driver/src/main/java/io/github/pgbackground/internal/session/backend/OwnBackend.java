package io.github.pgbackground.internal.session.backend;

import io.github.pgbackground.internal.link.Link;
import io.github.pgbackground.internal.link.Link.Sight;
import io.github.pgbackground.internal.session.setting.Snapshot;
import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;

/**
 * The session's own server process, as one execution has to do with it besides the statements of
 * the application: looked at while the execution waits for a worker, and asked for things that must
 * not hang. Used by the execution's thread alone.
 */
public final class OwnBackend implements CallerBackend {
  /** Less than the 100 ms within which a wait is to end that its session does not survive. */
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(80);

  /** However short the server's idle timeout is. */
  private static final long LEAST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  /** How long a silent server is waited for before the limit is asked again. */
  private static final int SILENCE_MILLIS = 20;

  /** How long an answer may take that is needed although the execution is over. */
  private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final BaseConnection connection;
  private final @Nullable Link link;
  private final Thread runner = Thread.currentThread();
  private long nextLook = System.nanoTime() + LOOK_NANOS;
  private long nextPing = System.nanoTime();

  /**
   * @param link null if there is none: then nothing is seen, and nothing but pgjdbc's own means end
   *     what it does
   */
  public OwnBackend(BaseConnection connection, @Nullable Link link) {
    this.connection = connection;
    this.link = link;
  }

  @Override
  public @Nullable Snapshot told() {
    return null;
  }

  /** Lets pgjdbc find out what it means that there is something to see. */
  @Override
  public long look(long idleTimeoutMillis, Limit limit) throws SQLException {
    long idle = TimeUnit.MILLISECONDS.toNanos(idleTimeoutMillis) / 3;
    long pause = idle == 0 ? LOOK_NANOS : Math.max(Math.min(LOOK_NANOS, idle), LEAST_PAUSE_NANOS);
    long now = System.nanoTime();
    if (nextLook - now > pause) {
      nextLook = now + pause;
    }
    if (nextLook - now > 0) {
      return nextLook - now;
    }
    Sight sight = link == null ? Sight.NOTHING : link.look(1);
    boolean mustPing = idle > 0 && now - nextPing >= 0;
    if (sight == Sight.BYTES || sight == Sight.CUT || (sight == Sight.NOTHING && mustPing)) {
      orGiveUp(
          () -> {
            EmptyStatement.ping(connection);
            return true;
          },
          limit);
      nextPing = System.nanoTime() + idle;
    }
    nextLook = System.nanoTime() + pause;
    return pause;
  }

  @Override
  public <T> T orCancel(ServerWork<T> work, Limit limit) throws SQLException {
    if (link == null) {
      return work.run();
    }
    return whileSilent(link, work, new CancelLate(link, limit));
  }

  @Override
  public <T> T orGiveUp(ServerWork<T> work, Limit limit) throws SQLException {
    if (link == null) {
      return work.run();
    }
    GiveUpLate giveUp = new GiveUpLate(link, limit);
    try {
      return whileSilent(link, work, giveUp);
    } catch (SQLException e) {
      SQLException reached = giveUp.reached;
      if (reached == null) {
        throw e;
      }
      reached.addSuppressed(e);
      throw reached;
    }
  }

  private static <T> T whileSilent(Link link, ServerWork<T> work, Link.ReadHook hook)
      throws SQLException {
    link.beforeReads(hook);
    try {
      return work.run();
    } finally {
      link.beforeReads(null);
    }
  }

  private final class CancelLate implements Link.ReadHook {
    private final Link link;
    private final Limit limit;
    private boolean cancelled;

    CancelLate(Link link, Limit limit) {
      this.link = link;
      this.limit = limit;
    }

    @Override
    public void beforeRead() {
      while (!cancelled
          && Thread.currentThread() == runner
          && link.look(SILENCE_MILLIS) == Sight.NOTHING) {
        try {
          limit.check();
        } catch (SQLException e) {
          cancel();
        }
      }
    }

    private void cancel() {
      cancelled = true;
      try {
        connection.cancelQuery();
      } catch (SQLException e) {
        // It is closed: the read that follows says so.
      }
    }
  }

  private final class GiveUpLate implements Link.ReadHook {
    private final Link link;
    private final Limit limit;
    private final long begin = System.nanoTime();
    private @Nullable SQLException reached;

    GiveUpLate(Link link, Limit limit) {
      this.link = link;
      this.limit = limit;
    }

    @Override
    public void beforeRead() throws IOException {
      while (Thread.currentThread() == runner && link.look(SILENCE_MILLIS) == Sight.NOTHING) {
        try {
          limit.check();
        } catch (SQLException e) {
          if (System.nanoTime() - begin >= GRACE_NANOS) {
            reached = e;
            throw new IOException("The server does not answer.");
          }
        }
      }
    }
  }
}
