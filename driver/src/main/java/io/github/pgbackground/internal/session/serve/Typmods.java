package io.github.pgbackground.internal.session.serve;

import io.github.pgbackground.internal.rows.JsonRows;
import io.github.pgbackground.internal.session.execution.Execution;
import io.github.pgbackground.internal.session.execution.RowStream;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.Field;
import org.postgresql.core.Tuple;
import org.postgresql.core.Utils;

/**
 * Brings values under the caller's typmods, {@code numeric(5,1)} say, by the server's own input
 * functions, as the extension does: {@code json_to_recordset} takes the column definition list as
 * it stands and reads each JSON string with the column's input function.
 */
final class Typmods {
  private final BaseConnection connection;
  private final String tail;
  private final List<Field> expected;

  /**
   * @param tail the text behind the call, with the column definition list
   * @param expected the columns it says
   */
  Typmods(BaseConnection connection, String tail, List<Field> expected) {
    this.connection = connection;
    this.tail = tail;
    this.expected = expected;
  }

  /** The rows under the expected columns' typmods; untouched where the worker's are the same. */
  RowStream of(RowStream given) throws SQLException {
    List<Integer> changed = new ArrayList<>();
    for (int i = 0; i < expected.size(); i++) {
      if (expected.get(i).getMod() != -1
          && expected.get(i).getMod() != given.fields().get(i).getMod()) {
        changed.add(i);
      }
    }
    if (changed.isEmpty()) {
      return given;
    }
    String sql = query(changed);
    return given.changed(given.fields(), (rows, execution) -> apply(rows, changed, sql, execution));
  }

  private List<Tuple> apply(
      List<Tuple> rows, List<Integer> changed, String sql, Execution execution)
      throws SQLException {
    List<Tuple> converted = new ArrayList<>(rows.size());
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, json(rows, changed));
      execution.onServer(
          statement, () -> convert(statement.executeQuery(), rows, changed, converted));
    }
    return converted;
  }

  /**
   * The values come back as text: {@code concat} writes them with their types' output functions,
   * whereas pgjdbc would fetch some of them in binary and write them in its own way.
   */
  private String query(List<Integer> changed) throws SQLException {
    StringBuilder sql = new StringBuilder();
    for (int column : changed) {
      sql.append(sql.length() == 0 ? "select " : ", ").append("pg_catalog.concat(");
      Utils.escapeIdentifier(sql, expected.get(column).getColumnLabel()).append(')');
    }
    return sql.append(" from pg_catalog.json_to_recordset(?::pg_catalog.json)")
        .append(tail)
        .toString();
  }

  private static boolean convert(
      ResultSet read, List<Tuple> batch, List<Integer> changed, List<Tuple> converted)
      throws SQLException {
    try (read) {
      for (Tuple tuple : batch) {
        read.next();
        Tuple copy = tuple.updateableCopy();
        for (int i = 0; i < changed.size(); i++) {
          int column = changed.get(i);
          if (copy.get(column) != null) {
            copy.set(column, read.getString(i + 1).getBytes(StandardCharsets.UTF_8));
          }
        }
        converted.add(copy.readOnlyCopy());
      }
      return true;
    }
  }

  private String json(List<Tuple> batch, List<Integer> changed) {
    JsonRows json = new JsonRows();
    for (Tuple tuple : batch) {
      json.startRow();
      for (int column : changed) {
        json.add(expected.get(column).getColumnLabel(), tuple.get(column));
      }
      json.endRow();
    }
    return json.take();
  }
}
