package io.github.pgbackground.internal.session.backend;

import io.github.pgbackground.internal.session.setting.Snapshot;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * The session's own server process, as one execution has to do with it besides the statements of
 * the application.
 */
public interface CallerBackend {

  /** What an execution is bounded by. */
  @FunctionalInterface
  interface Limit {
    /** Raises the error with which it is over. */
    void check() throws SQLException;
  }

  /** What it has told of itself where nothing can be asked of it; null where it can. */
  @Nullable Snapshot told();

  /**
   * Looks whether the process has said anything or its connection is cut, if it is time to. A
   * process that would end for idleness is kept busy.
   *
   * @param idleTimeoutMillis how long the process may be idle, 0 for ever
   * @return after how many nanoseconds to look again
   * @throws SQLException what ended the session, or the caller's wait
   */
  long look(long idleTimeoutMillis, Limit limit) throws SQLException;

  /**
   * Asks the process for something that it may take its time for; once the limit is reached, it is
   * cancelled as a statement is.
   */
  <T> T orCancel(ServerWork<T> work, Limit limit) throws SQLException;

  /**
   * Asks the process for something that it does at once; if the limit is reached and there is still
   * no answer, the connection is given up.
   *
   * @throws SQLException what the limit raised, after which the connection is closed
   */
  <T> T orGiveUp(ServerWork<T> work, Limit limit) throws SQLException;
}
