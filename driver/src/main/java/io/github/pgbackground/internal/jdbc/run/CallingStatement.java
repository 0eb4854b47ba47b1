package io.github.pgbackground.internal.jdbc.run;

import io.github.pgbackground.internal.jdbc.result.ServedResults;
import io.github.pgbackground.internal.jdbc.result.ServedRows;
import io.github.pgbackground.internal.jdbc.result.Window;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** The application's statement, as what is run for it knows it. */
public interface CallingStatement {
  CallingConnection connection();

  /** The statement of pgjdbc that has what the application has set. */
  Statement delegate();

  /** The delegate says what is to be said of a closed statement. */
  void checkOpen() throws SQLException;

  /** Other statements of pgjdbc like this one. */
  Siblings siblings();

  /** One of them for a part of the text, to be bound and run. */
  PreparedStatement sibling(String sql) throws SQLException;

  /**
   * One result as the application holds it.
   *
   * @param results what it is one of
   * @param theirs what has the rows
   * @param window what that reads while a job runs; null where all rows are there, or pgjdbc
   *     fetches them itself
   */
  ServedRows shown(ServedResults results, ResultSet theirs, @Nullable Window window)
      throws SQLException;
}
