package io.github.pgbackground.internal.jdbc.result;

import java.sql.ResultSet;
import java.sql.SQLException;

/** A result set that the application holds, of an execution that pgjdbc knows nothing of. */
public interface ServedRows extends ResultSet {
  /** Lets the rows go; the statement is another matter. */
  void release() throws SQLException;

  /** Reads to the end, for what becomes of the job. */
  void exhaust() throws SQLException;
}
