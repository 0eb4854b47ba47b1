package io.github.pgbackground.internal.session.backend;

import io.github.pgbackground.internal.link.Link;
import io.github.pgbackground.internal.link.Link.Sight;
import io.github.pgbackground.internal.session.setting.Snapshot;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;

/**
 * A session's server process that has asked over the bridge, runs a statement and waits: nothing
 * can be asked of it, and when it says something, or is gone, it waits no more. Used by the thread
 * that serves the request alone.
 */
public final class AskingBackend implements CallerBackend {
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final Link link;
  private final Snapshot told;
  private long nextLook = System.nanoTime() + LOOK_NANOS;

  public AskingBackend(Link link, Snapshot told) {
    this.link = link;
    this.told = told;
  }

  @Override
  public Snapshot told() {
    return told;
  }

  @Override
  public long look(long idleTimeoutMillis, Limit limit) throws SQLException {
    long left = nextLook - System.nanoTime();
    if (left > 0) {
      return left;
    }
    Sight sight = link.look(1);
    if (sight == Sight.BYTES || sight == Sight.CUT) {
      throw new CallerGoneException();
    }
    nextLook = System.nanoTime() + LOOK_NANOS;
    return LOOK_NANOS;
  }

  @Override
  public <T> T orCancel(ServerWork<T> work, Limit limit) {
    throw new IllegalStateException("The session's process runs a statement.");
  }

  @Override
  public <T> T orGiveUp(ServerWork<T> work, Limit limit) {
    throw new IllegalStateException("The session's process runs a statement.");
  }
}
