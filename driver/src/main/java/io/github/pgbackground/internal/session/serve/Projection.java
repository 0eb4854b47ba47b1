package io.github.pgbackground.internal.session.serve;

import io.github.pgbackground.internal.rows.Columns;
import io.github.pgbackground.internal.session.execution.RowStream;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.core.Field;
import org.postgresql.core.Tuple;

/**
 * Which columns of a call's rows a SELECT list gives, and under which labels.
 *
 * @param source the columns of the call's rows
 * @param picks for each column of the result its place in the source
 * @param labels for each column of the result its label
 */
record Projection(List<Field> source, List<Integer> picks, List<String> labels) {

  Projection {
    source = List.copyOf(source);
    picks = List.copyOf(picks);
    labels = List.copyOf(labels);
  }

  /** Columns of the result; new objects each time, since result sets write into them. */
  List<Field> fields() {
    List<Field> fields = new ArrayList<>(picks.size());
    for (int i = 0; i < picks.size(); i++) {
      Field from = source.get(picks.get(i));
      fields.add(Columns.of(labels.get(i), from.getOID(), from.getMod()));
    }
    return fields;
  }

  RowStream of(RowStream rows) {
    boolean identity = isIdentity();
    return rows.changed(fields(), (batch, execution) -> identity ? batch : picked(batch));
  }

  private boolean isIdentity() {
    for (int i = 0; i < picks.size(); i++) {
      if (picks.get(i) != i) {
        return false;
      }
    }
    return picks.size() == source.size();
  }

  private List<Tuple> picked(List<Tuple> tuples) {
    List<Tuple> picked = new ArrayList<>(tuples.size());
    for (Tuple tuple : tuples) {
      Tuple copy = new Tuple(picks.size());
      for (int i = 0; i < picks.size(); i++) {
        copy.set(i, tuple.get(picks.get(i)));
      }
      picked.add(copy);
    }
    return picked;
  }
}
