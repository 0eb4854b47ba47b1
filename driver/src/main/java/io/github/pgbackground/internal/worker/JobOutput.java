package io.github.pgbackground.internal.worker;

import io.github.pgbackground.internal.job.Results;
import io.github.pgbackground.internal.link.tap.RowTaker;
import io.github.pgbackground.internal.spool.Batches;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.Field;
import org.postgresql.core.Tuple;

/**
 * The rows of a job's last statement on their way to its results, in batches; used by its worker's
 * thread. Those of the statements before are nobody's.
 */
final class JobOutput implements RowTaker {
  /** Bytes of a batch: what it costs to hand one on does not show any more. */
  private static final int BATCH = 1 << 18;

  /** A reader who waits is told that often at most that there are more rows. */
  private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final Results results;
  private final int statements;
  private final boolean live;
  private int ended;
  private @Nullable List<Field> fields;
  private List<Tuple> batch = List.of();
  private long bytes;
  private boolean offered;
  private long told = System.nanoTime() - PATIENCE_NANOS;
  private boolean lost;

  /**
   * @param statements how many statements the text has
   * @param live whether a reader may have rows before the job has ended
   */
  JobOutput(Results results, int statements, boolean live) {
    this.results = results;
    this.statements = statements;
    this.live = live;
  }

  /** The columns, null if the last statement has returned no rows. */
  @Nullable List<Field> fields() {
    return fields;
  }

  /** Those rows that no reader has yet. */
  List<Tuple> rest() {
    takeBack();
    return batch;
  }

  /** The job fails: what a reader has of its rows before is all that there are. */
  void fail() {
    takeBack();
    if (live && !batch.isEmpty()) {
      handOn();
    }
  }

  @Override
  public boolean columns(List<Field> columns) {
    if (ended == statements - 1) {
      takeBack();
      if (fields != null) {
        // One statement with several results: rules have made more of it.
        results.forgetRows();
        lost = false;
      }
      fields = columns;
      begin();
    }
    return true;
  }

  private void begin() {
    batch = new ArrayList<>();
    bytes = 0;
  }

  @Override
  public boolean wantsRows() {
    return fields != null && !lost;
  }

  @Override
  public void row(Tuple row) {
    takeBack();
    batch.add(row);
    bytes += Batches.bytes(row);
    if (bytes >= BATCH) {
      handOn();
    }
  }

  /** While it waits for more, a reader may have what there is. */
  @Override
  public void beforeRead() {
    List<Field> columns = fields;
    if (live && columns != null && !batch.isEmpty() && !offered) {
      offered = true;
      long now = System.nanoTime();
      boolean tells = now - told >= PATIENCE_NANOS;
      told = tells ? now : told;
      results.offer(batch, columns, tells);
    }
  }

  private void takeBack() {
    if (offered) {
      offered = false;
      if (!results.takeBack()) {
        begin();
      }
    }
  }

  private void handOn() {
    List<Field> columns = fields;
    if (live && columns != null) {
      results.add(batch, columns);
    } else {
      results.add(batch);
    }
    told = System.nanoTime();
    begin();
  }

  @Override
  public void cannotKeep(OutOfMemoryError error) {
    takeBack();
    lost = true;
    handOn();
    results.loseRows(error);
  }

  @Override
  public void statementEnded() {
    ended++;
  }

  /** Takes what has gone to pgjdbc, where nothing can be taken out before. */
  void take(@Nullable List<Field> columns, List<Tuple> rows) {
    fields = columns;
    batch = rows;
  }
}
