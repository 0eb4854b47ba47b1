package io.github.pgbackground.internal.jdbc.result;

import io.github.pgbackground.internal.rows.ServerError;
import io.github.pgbackground.internal.session.execution.Execution;
import io.github.pgbackground.internal.session.execution.RowStream;
import java.sql.SQLException;
import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;
import org.postgresql.core.Tuple;

/**
 * A stream of rows as the list that pgjdbc's forward-only result set reads: all rows that have come
 * so far, of which it has those of the latest batch. Used by one thread at a time.
 *
 * <p>So every position, and everything else that is asked of the result set, is pgjdbc's own; all
 * there is to do is to {@linkplain #fill take more} in time.
 */
public final class Window extends AbstractList<Tuple> implements RandomAccess {
  private final RowStream rows;
  private final int maxRows;

  private List<Tuple> batch = List.of();

  /** Rows before the batch. */
  private int passed;

  private int known;

  /** The row that was asked for last. */
  private int current = -1;

  private boolean over;

  /**
   * @param maxRows how many rows there can be at most, 0 for any number
   */
  public Window(RowStream rows, int maxRows) {
    this.rows = rows;
    this.maxRows = maxRows;
  }

  /** Whether the next row, if there is one, has not come yet. */
  public boolean isExhausted() {
    return !over && current + 1 >= known;
  }

  /** Takes the next rows, or learns that there are none, and waits for that if need be. */
  public void fill(Execution execution) throws SQLException {
    passed = known;
    batch = List.of();
    if (maxRows > 0 && known == maxRows) {
      rows.finish(execution);
      over = true;
      return;
    }
    List<Tuple> next = rows.next(execution);
    if (maxRows > 0 && next.size() > maxRows - known) {
      next = next.subList(0, maxRows - known);
    }
    if (known + next.size() < 0) {
      throw ServerError.of("54000", "a result set has at most 2147483647 rows").toException();
    }
    batch = next;
    known += next.size();
    over = next.isEmpty();
    if (over) {
      rows.close();
    }
  }

  /** Nobody reads on. */
  public void close() {
    rows.close();
  }

  @Override
  public Tuple get(int index) {
    current = index;
    return batch.get(index - passed);
  }

  @Override
  public int size() {
    return known;
  }
}
