package io.github.pgbackground.internal.session.deadlock;

import io.github.pgbackground.internal.job.Job;
import java.sql.SQLException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;

/**
 * Where a wait looks at locks: on the session's connection or, where the look itself could become
 * what the job waits for, on one of its own, which the first look opens. For one thread at a time,
 * but any may close it, more than once; what was opened is a volatile field.
 *
 * <p>A look has a snapshot for a moment, and {@code CREATE INDEX CONCURRENTLY} waits for the end of
 * each transaction that has one in the moment in which it looks at them.
 */
public final class Lookout {
  private static final Logger LOGGER = Logger.getLogger("io.github.pgbackground");

  private final BaseConnection connection;
  private final int caller;
  private final @Nullable Opening opening;
  private boolean refused;
  private volatile @Nullable BaseConnection apart;

  /** Logs in once more as the session has. */
  @FunctionalInterface
  public interface Opening {
    BaseConnection open() throws SQLException;
  }

  private Lookout(BaseConnection connection, int caller, @Nullable Opening opening) {
    this.connection = connection;
    this.caller = caller;
    this.opening = opening;
  }

  /** On the session's own connection, or apart from it. */
  public static Lookout ofSession(BaseConnection connection, Opening opening) {
    return new Lookout(connection, 0, opening);
  }

  /**
   * On another connection than the session's.
   *
   * @param caller the session's server process
   */
  public static Lookout on(BaseConnection connection, int caller) {
    return new Lookout(connection, caller, null);
  }

  /** Begins to look at the waits of the caller for this job. */
  WaitGraph graph(Job job) throws SQLException {
    if (opening != null && !refused && job.launch().waitsForSnapshots()) {
      try {
        BaseConnection opened = opening.open();
        apart = opened;
        return WaitGraph.of(opened, connection.getBackendPID());
      } catch (SQLException e) {
        giveUp(e);
      }
    }
    return WaitGraph.of(connection, caller);
  }

  /** What went wrong with a look: raised unless there is another place to look from. */
  void failed(SQLException e) throws SQLException {
    if (apart == null) {
      throw e;
    }
    giveUp(e);
  }

  private void giveUp(SQLException e) {
    LOGGER.log(Level.FINE, "Locks are looked at on the connection of the session", e);
    refused = true;
    close();
  }

  void close() {
    BaseConnection opened = apart;
    apart = null;
    if (opened != null) {
      try {
        opened.close();
      } catch (SQLException e) {
        LOGGER.log(Level.FINE, "A connection on which locks were looked at is gone", e);
      }
    }
  }
}
