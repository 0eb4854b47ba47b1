package io.github.pgbackground.internal.bridge;

import io.github.pgbackground.internal.session.Execution;
import io.github.pgbackground.internal.session.Session;
import java.sql.SQLException;
import java.sql.SQLWarning;

/** The bridge of one session. Used by the session's runner. */
public final class Bridge {
  private final Session session;

  public Bridge(Session session) {
    this.session = session;
  }

  /**
   * Makes sure that the session's server finds the functions and that their calls are answered.
   *
   * @return the schema with which names of pg_background have to be qualified, without a dot; empty
   *     where the server finds them as they stand
   * @throws SQLException 25006 where nothing can be made since the transaction only reads
   */
  public String enter(Execution execution) throws SQLException {
    execution.warn(new SQLWarning("PID " + session.connection().getBackendPID()));
    return "pg_temp";
  }
}
