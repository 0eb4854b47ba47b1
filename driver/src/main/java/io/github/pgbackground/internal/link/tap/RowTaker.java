package io.github.pgbackground.internal.link.tap;

import java.util.List;
import org.postgresql.core.Field;
import org.postgresql.core.Tuple;

/** Gets rows that are not for pgjdbc, on the thread that reads from the connection. */
public interface RowTaker {
  /**
   * Rows of these columns follow; those before are of another result.
   *
   * @return whether to take them; else pgjdbc gets them
   */
  boolean columns(List<Field> columns);

  /** Whether the next row, if one comes, is to be given to {@link #row}; else it is skipped. */
  boolean wantsRows();

  /** A row has come. */
  void row(Tuple row);

  /** There is no memory for a row; the next ones may have some. */
  void cannotKeep(OutOfMemoryError error);

  /** A statement has ended, with rows or without. */
  void statementEnded();

  /** What has arrived is dealt with, and more may take its time. */
  void beforeRead();
}
