package io.github.pgbackground.internal.job;

import io.github.pgbackground.internal.job.Job.Awaited;
import io.github.pgbackground.internal.spool.Batches;
import io.github.pgbackground.internal.spool.Bounds;
import io.github.pgbackground.internal.spool.Notices;
import io.github.pgbackground.internal.spool.Spool;
import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.Field;
import org.postgresql.core.Tuple;

/**
 * What one job has for its readers, rows and notices; written by its worker's thread and read by
 * any number of others, without a lock of its own: the columns are volatile, what waits and who
 * waits for it do their own locking, and rows are there before their columns.
 */
public final class Results {
  private final int pid;
  private final Spool<List<Tuple>> rows;
  private final Spool<SQLWarning> notices;
  private final AtomicBoolean missesNotices = new AtomicBoolean();
  private final Readers readers = new Readers();
  private volatile @Nullable List<Field> columns;

  /**
   * @param pid the job's handle's
   * @param bounds how much may wait for a reader, rows and notices each
   * @param spilled is told how many bytes have gone to a file, each time
   */
  Results(int pid, Bounds bounds, LongConsumer spilled) {
    this.pid = pid;
    this.rows = new Spool<>(new Batches(), bounds, spilled);
    this.notices = new Spool<>(new Notices(), bounds, spilled);
  }

  // For readers

  /** The rows' columns; null as long as no reader may have rows. */
  @Nullable List<Field> columns() {
    return columns;
  }

  /**
   * The next rows nobody has taken yet; to be called after {@link Job#outcome()} to know whether
   * there can be more.
   *
   * @return null when there are none now
   * @throws SQLException 53100 or 53200 when the next ones were lost, for want of room
   */
  public @Nullable List<Tuple> nextRows() throws SQLException {
    try {
      return rows.poll();
    } catch (IOException e) {
      throw Lost.rows(pid, e);
    }
  }

  /** The next notice nobody has seen yet, in the order in which the worker's server sent them. */
  public @Nullable SQLWarning nextNotice() {
    try {
      return notices.poll();
    } catch (IOException e) {
      return missesNotices.getAndSet(true) ? null : Lost.notices(pid, e);
    }
  }

  /**
   * From now on {@code reader} is unparked when the job is sent, at each notice, at what it awaits,
   * and at the end.
   */
  public void wake(Thread reader, Awaited awaited) {
    if (awaited == Awaited.ALL_ROWS) {
      rows.liftBound();
    }
    readers.add(reader, awaited);
  }

  /** Whether anybody waits for any of it, or for the job's end. */
  public boolean areAwaited() {
    return !readers.areNone();
  }

  /** Takes {@link #wake} back. */
  public void stopWaking(Thread reader) {
    if (readers.remove(reader) == Awaited.ALL_ROWS) {
      rows.restoreBound();
    }
  }

  /** Nobody wants rows any more: they are thrown away as they come. */
  public void dropRows() {
    rows.drop();
    readers.wake();
  }

  /** Nobody wants anything any more. */
  void drop() {
    notices.drop();
    dropRows();
  }

  // For the worker

  /** Has all readers look again. */
  void wakeReaders() {
    readers.wake();
  }

  void add(SQLWarning notice) {
    notices.add(notice);
    readers.wake();
  }

  /** Rows that no reader may have before the job has ended. */
  public void add(List<Tuple> batch) {
    if (!batch.isEmpty()) {
      rows.add(batch);
    }
  }

  /** Rows that readers may have; more may follow. */
  public void add(List<Tuple> batch, List<Field> theirColumns) {
    add(batch);
    columns = theirColumns;
    readers.wakeForRows();
  }

  /**
   * Rows to which more may come unless somebody takes them now.
   *
   * @param tells whether to wake readers that wait for rows
   */
  public void offer(List<Tuple> batch, List<Field> theirColumns, boolean tells) {
    rows.offer(batch);
    columns = theirColumns;
    if (tells) {
      readers.wakeForRows();
    }
  }

  /** Ends the offer; whether nobody has taken it. */
  public boolean takeBack() {
    return rows.takeBack();
  }

  /** What rows there were are none of the result. */
  public void forgetRows() {
    rows.clear();
  }

  /** There was no memory for a row: it and all that follow are lost. */
  public void loseRows(OutOfMemoryError reason) {
    rows.lose(new IOException(reason));
  }
}
