package io.github.pgbackground.internal.session.feed;

import io.github.pgbackground.internal.rows.JsonRows;
import io.github.pgbackground.internal.session.feed.ArrayColumn.Element;
import io.github.pgbackground.internal.session.rewrite.Rewriting;
import io.github.pgbackground.internal.sql.Query.ColumnName;
import io.github.pgbackground.internal.sql.RowSource;
import io.github.pgbackground.internal.sql.text.Identifiers;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.Field;
import org.postgresql.core.Oid;
import org.postgresql.core.Tuple;

/**
 * The rows of one source on their way into a statement; used by one thread.
 *
 * <p>In FROM they are arrays, which a SELECT in parentheses unnests in step: nothing is kept twice,
 * and little has to be parsed. Where only a function may stand, or a column's type has a length, a
 * collation or a cast from text of its own, they are JSON.
 */
final class FedRows {
  private static final int JSON = 114;
  private static final int JSONB = 3802;

  /** Types, besides those with an {@link Element}, whose cast from text is their input function. */
  private static final Set<Integer> CAST_FROM_TEXT =
      Set.of(
          Oid.BOOL,
          Oid.BYTEA,
          Oid.OID,
          Oid.FLOAT4,
          Oid.FLOAT8,
          Oid.NUMERIC,
          Oid.DATE,
          Oid.TIME,
          Oid.TIMETZ,
          Oid.TIMESTAMP,
          Oid.TIMESTAMPTZ,
          Oid.INTERVAL,
          Oid.UUID,
          JSON,
          JSONB);

  private final RowSource source;
  private final List<Column> columns = new ArrayList<>();
  private final JsonRows json = new JsonRows();
  private final boolean hasJson;
  private final boolean asFunction;

  /**
   * @param name as the statement calls it
   * @param type as the column definition list says
   * @param array null for a column in the JSON
   */
  private record Column(
      String name, String type, boolean cast, @Nullable ArrayColumn array, String key) {}

  /**
   * @param fields what the source's column definition list means
   * @param asFunction whether a function has to stand in the place of the call
   */
  FedRows(RowSource source, List<Field> fields, boolean asFunction) {
    this.source = source;
    this.asFunction = asFunction;
    for (int i = 0; i < fields.size(); i++) {
      columns.add(column(source.columns().get(i), fields.get(i), i));
    }
    this.hasJson = columns.stream().anyMatch(column -> column.array() == null);
  }

  private Column column(ColumnName definition, Field field, int place) {
    String type = String.valueOf(definition.type());
    if (asFunction) {
      return new Column(definition.name(), type, false, null, definition.name());
    }
    int oid = field.getOID();
    Element element = Element.of(oid);
    boolean text = oid == Oid.TEXT;
    boolean cast = CAST_FROM_TEXT.contains(oid);
    boolean plain = field.getMod() == -1 && !hasCollation(type);
    boolean inArray = plain && (element != Element.TEXT || text || cast);
    return new Column(
        definition.name(), type, cast, inArray ? new ArrayColumn(element) : null, "c" + place);
  }

  /** Takes a string that says so for a clause, too: JSON is only slower. */
  private static boolean hasCollation(String type) {
    return type.toLowerCase(Locale.ROOT).contains("collate");
  }

  /** Whether there are columns that a function cannot give exactly. */
  static boolean fitsFunction(List<Field> fields) {
    return fields.stream().noneMatch(field -> field.getOID() == JSON || field.getOID() == JSONB);
  }

  void add(List<Tuple> rows, Room room) throws SQLException {
    int braces = hasJson ? "{},".length() : 0;
    for (Tuple row : rows) {
      if (hasJson) {
        json.startRow();
      }
      long bytes = braces;
      for (int i = 0; i < columns.size(); i++) {
        Column column = columns.get(i);
        ArrayColumn array = column.array();
        bytes += array == null ? json.add(column.key(), row.get(i)) : array.add(row.get(i));
      }
      if (hasJson) {
        json.endRow();
      }
      room.take(bytes);
    }
  }

  /** Writes what stands in the place of the call and its tail. */
  void write(Rewriting statement, BaseConnection connection) {
    int place = source.call().start();
    if (asFunction) {
      StandIn.head(statement, source);
      json(statement, place);
      StandIn.tail(statement, source);
      return;
    }
    statement.insert("(select ", place);
    if (hasJson) {
      fromFunctions(statement, connection, place);
    } else {
      inStep(statement, connection, place);
    }
    statement.insert(") as " + Identifiers.quote(source.name()), place);
  }

  private void inStep(Rewriting statement, BaseConnection connection, int place) {
    String separator = "";
    for (Column column : columns) {
      statement.insert(separator, place);
      unnest(statement, connection, column, place);
      statement.insert(castOf(column) + " as " + Identifiers.quote(column.name()), place);
      separator = ", ";
    }
  }

  private void fromFunctions(Rewriting statement, BaseConnection connection, int place) {
    List<String> outputs = new ArrayList<>();
    for (Column column : columns) {
      outputs.add("f." + column.key() + castOf(column) + " as " + Identifiers.quote(column.name()));
    }
    statement.insert(String.join(", ", outputs) + " from rows from (", place);
    json(statement, place);
    List<String> definitions = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (Column column : columns) {
      if (column.array() == null) {
        definitions.add(column.key() + ' ' + column.type());
        names.add(column.key());
      }
    }
    statement.insert(" as (" + String.join(", ", definitions) + ")", place);
    for (Column column : columns) {
      if (column.array() != null) {
        statement.insert(", ", place);
        unnest(statement, connection, column, place);
        names.add(column.key());
      }
    }
    statement.insert(") as f(" + String.join(", ", names) + ")", place);
  }

  private static String castOf(Column column) {
    return column.cast() ? "::" + column.type() : "";
  }

  private static void unnest(
      Rewriting statement, BaseConnection connection, Column column, int place) {
    ArrayColumn array = Objects.requireNonNull(column.array());
    statement
        .insert("pg_catalog.unnest(", place)
        .parameter((target, index, bindings) -> array.bind(target, index, connection))
        .insert("::" + array.type() + ")", place);
  }

  private void json(Rewriting statement, int place) {
    statement
        .insert(StandIn.FUNCTION + "(", place)
        .parameter((target, index, bindings) -> target.setString(index, json.take()))
        .insert("::pg_catalog.json)", place);
  }
}
