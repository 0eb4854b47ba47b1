package io.github.pgbackground.internal.session.execution;

import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What runs on a session and ends with it at the latest, which any thread may have happen: two
 * concurrent sets, and whoever adds to one looks at the volatile mark of the end afterwards.
 */
public final class Running {
  private final Set<Execution> executions = ConcurrentHashMap.newKeySet();
  private final Set<RowStream> rows = ConcurrentHashMap.newKeySet();
  private volatile boolean ended;

  /** A run of a statement with calls; {@link #remove(Execution)} must follow. */
  public Execution add(Execution execution) throws SQLException {
    executions.add(execution);
    if (ended) {
      execution.close();
    }
    return execution;
  }

  public void remove(Execution execution) {
    executions.remove(execution);
  }

  /** Rows that somebody reads; {@link #remove(RowStream)} must follow. */
  public void add(RowStream read) {
    rows.add(read);
    if (ended) {
      read.close();
    }
  }

  public void remove(RowStream read) {
    rows.remove(read);
  }

  public void end() throws SQLException {
    ended = true;
    for (Execution execution : executions) {
      execution.close();
    }
    rows.forEach(RowStream::close);
  }
}
