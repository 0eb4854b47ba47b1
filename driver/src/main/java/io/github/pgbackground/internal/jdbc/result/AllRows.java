package io.github.pgbackground.internal.jdbc.result;

import io.github.pgbackground.internal.rows.ServerError;
import io.github.pgbackground.internal.session.execution.Execution;
import io.github.pgbackground.internal.session.execution.RowStream;
import java.sql.SQLException;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.RandomAccess;
import org.postgresql.core.Tuple;

/**
 * All rows of a stream as the list that pgjdbc's scrollable result set reads: the batches as they
 * came, not copied. Used by one thread at a time: it remembers the batch looked at last.
 */
public final class AllRows extends AbstractList<Tuple> implements RandomAccess {
  private final List<List<Tuple>> batches = new ArrayList<>();

  /** For each batch how many rows there are before it. */
  private final List<Integer> starts = new ArrayList<>();

  private int size;
  private List<Tuple> batch = List.of();
  private int start;

  private AllRows() {}

  /**
   * Takes all rows, and waits for them.
   *
   * @param maxRows how many rows there can be at most, 0 for any number
   */
  public static List<Tuple> of(RowStream rows, int maxRows, Execution execution)
      throws SQLException {
    AllRows all = new AllRows();
    List<Tuple> next = rows.next(execution);
    while (!next.isEmpty()) {
      all.add(maxRows > 0 ? next.subList(0, Math.min(next.size(), maxRows - all.size)) : next);
      next = all.size == maxRows ? List.of() : rows.next(execution);
    }
    rows.close();
    return all;
  }

  private void add(List<Tuple> next) throws SQLException {
    if (size + next.size() < 0) {
      throw ServerError.of("54000", "a result set has at most 2147483647 rows").toException();
    }
    batches.add(next);
    starts.add(size);
    size += next.size();
  }

  @Override
  public Tuple get(int index) {
    if (index < start || index - start >= batch.size()) {
      int found = Collections.binarySearch(starts, index);
      int number = found >= 0 ? found : -found - 2;
      batch = batches.get(number);
      start = starts.get(number);
    }
    return batch.get(index - start);
  }

  @Override
  public int size() {
    return size;
  }
}
