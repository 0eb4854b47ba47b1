package io.github.pgbackground.internal.session.backend;

import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.List;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.NativeQuery;
import org.postgresql.core.QueryExecutor;
import org.postgresql.core.ResultHandlerBase;
import org.postgresql.core.SqlCommand;

/** A statement that does nothing, in the session's own server process. */
public final class EmptyStatement {
  /**
   * Behind a query it takes the place of the query's portal, and with that the portal's snapshot
   * goes: in a transaction it would be held until the next statement, and a CREATE INDEX
   * CONCURRENTLY that a caller waits for would wait for the caller.
   */
  public static final String SQL = "/* nothing */";

  private EmptyStatement() {}

  /** Nothing, and an answer to it. */
  static void ping(BaseConnection connection) throws SQLException {
    QueryExecutor executor = connection.getQueryExecutor();
    executor.execute(
        executor.wrap(List.of(new NativeQuery(SQL, null, false, SqlCommand.BLANK))),
        null,
        new ResultHandlerBase() {
          @Override
          public void handleWarning(SQLWarning warning) {
            // What it says was not asked for.
          }
        },
        0,
        0,
        QueryExecutor.QUERY_ONESHOT | QueryExecutor.QUERY_SUPPRESS_BEGIN);
  }
}
