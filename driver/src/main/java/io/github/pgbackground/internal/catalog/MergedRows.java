package io.github.pgbackground.internal.catalog;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.BaseStatement;
import org.postgresql.core.Field;
import org.postgresql.core.Tuple;

/**
 * pgjdbc's rows about the server's functions with others among them: columns and types are those of
 * pgjdbc's result, whose order, by schema and name, is kept. Used by one thread.
 */
public final class MergedRows {
  /** Where every such list has the schema and the name of the function. */
  private static final int SCHEMA = 1;

  private static final int NAME = 2;

  private final BaseConnection connection;
  private final Field[] columns;
  private final List<Tuple> rows = new ArrayList<>();

  private MergedRows(BaseConnection connection, ResultSetMetaData columns) throws SQLException {
    this.connection = connection;
    this.columns = new Field[columns.getColumnCount()];
    for (int i = 0; i < this.columns.length; i++) {
      this.columns[i] =
          new Field(
              columns.getColumnLabel(i + 1),
              connection.getTypeInfo().getPGType(columns.getColumnTypeName(i + 1)));
    }
  }

  /**
   * Both together, in place of pgjdbc's result, which is closed. A function that the server has is
   * not listed a second time.
   *
   * @param more rows by the names of the columns, which older versions of pgjdbc write in small
   *     letters, in the order of schema and name
   */
  public static ResultSet of(
      BaseConnection connection, ResultSet theirs, List<Map<String, String>> more)
      throws SQLException {
    if (more.isEmpty()) {
      return theirs;
    }
    MergedRows merged = new MergedRows(connection, theirs.getMetaData());
    try (theirs) {
      merged.merge(merged.read(theirs), merged.written(more));
    }
    Statement statement =
        connection.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY);
    statement.closeOnCompletion();
    return ((BaseStatement) statement).createDriverResultSet(merged.columns, merged.rows);
  }

  private List<Tuple> read(ResultSet theirs) throws SQLException {
    List<Tuple> read = new ArrayList<>();
    while (theirs.next()) {
      byte[] @Nullable [] values = new byte[columns.length][];
      for (int i = 0; i < columns.length; i++) {
        values[i] = bytes(theirs.getString(i + 1));
      }
      read.add(new Tuple(values));
    }
    return read;
  }

  private List<Tuple> written(List<Map<String, String>> more) throws SQLException {
    List<Tuple> written = new ArrayList<>();
    for (Map<String, String> row : more) {
      written.add(row(row));
    }
    return written;
  }

  private Tuple row(Map<String, String> row) throws SQLException {
    byte[] @Nullable [] values = new byte[columns.length][];
    for (int i = 0; i < columns.length; i++) {
      values[i] = bytes(row.get(columns[i].getColumnLabel().toUpperCase(Locale.ROOT)));
    }
    return new Tuple(values);
  }

  private byte @Nullable [] bytes(@Nullable String value) throws SQLException {
    return value == null ? null : connection.encodeString(value);
  }

  private void merge(List<Tuple> theirs, List<Tuple> ours) {
    int next = 0;
    for (Tuple row : ours) {
      while (next < theirs.size() && compare(theirs.get(next), row) < 0) {
        rows.add(theirs.get(next++));
      }
      if (next == theirs.size() || compare(theirs.get(next), row) != 0) {
        rows.add(row);
      }
    }
    rows.addAll(theirs.subList(next, theirs.size()));
  }

  /** As the server compares names: by their bytes. */
  private static int compare(Tuple one, Tuple other) {
    int bySchema = Arrays.compareUnsigned(one.get(SCHEMA), other.get(SCHEMA));
    return bySchema != 0 ? bySchema : Arrays.compareUnsigned(one.get(NAME), other.get(NAME));
  }
}
