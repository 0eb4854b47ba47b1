package io.github.pgbackground.internal.session.execution;

import io.github.pgbackground.internal.rows.Rows;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.Field;
import org.postgresql.core.Tuple;

/**
 * Rows that come batch by batch; taken by one thread at a time, while {@link #close} may come from
 * any.
 */
public interface RowStream {

  /** Changes rows on their way: one row for each that is given. */
  @FunctionalInterface
  interface Change {
    List<Tuple> apply(List<Tuple> batch, Execution execution) throws SQLException;
  }

  List<Field> fields();

  /**
   * Takes the next rows, and waits for them if need be; none means that there are no more, and that
   * nothing can go wrong with them any more.
   */
  List<Tuple> next(Execution execution) throws SQLException;

  /** Gives the remaining rows up and waits until nothing can go wrong with them any more. */
  void finish(Execution execution) throws SQLException;

  /** Gives the remaining rows up; whoever waits for them gets an error. */
  void close();

  /** These rows under other columns. */
  default RowStream changed(List<Field> fields, Change change) {
    return new Changed(this, fields, change);
  }

  /** Rows that are there already. */
  static RowStream of(Rows rows) {
    return new Whole(rows);
  }

  /** Rows that are there. */
  final class Whole implements RowStream {
    private final List<Field> fields;
    private List<Tuple> left;

    private Whole(Rows rows) {
      this.fields = rows.fields();
      this.left = rows.tuples();
    }

    @Override
    public List<Field> fields() {
      return fields;
    }

    @Override
    public List<Tuple> next(Execution execution) {
      List<Tuple> rows = left;
      left = List.of();
      return rows;
    }

    @Override
    public void finish(Execution execution) {}

    @Override
    public void close() {}
  }

  /** Rows that are changed as they are taken; once that has failed, there are no others. */
  final class Changed implements RowStream {
    private final RowStream from;
    private final List<Field> fields;
    private final Change change;
    private @Nullable SQLException failed;

    private Changed(RowStream from, List<Field> fields, Change change) {
      this.from = from;
      this.fields = fields;
      this.change = change;
    }

    @Override
    public List<Field> fields() {
      return fields;
    }

    @Override
    public List<Tuple> next(Execution execution) throws SQLException {
      if (failed != null) {
        throw failed;
      }
      List<Tuple> batch = from.next(execution);
      if (batch.isEmpty()) {
        return batch;
      }
      try {
        return change.apply(batch, execution);
      } catch (SQLException e) {
        failed = e;
        from.close();
        throw e;
      }
    }

    @Override
    public void finish(Execution execution) throws SQLException {
      from.finish(execution);
    }

    @Override
    public void close() {
      from.close();
    }
  }
}
