package io.github.pgbackground.internal.session.serve;

import io.github.pgbackground.internal.rows.Columns;
import io.github.pgbackground.internal.rows.RecordText;
import io.github.pgbackground.internal.rows.ServerError;
import io.github.pgbackground.internal.session.Session;
import io.github.pgbackground.internal.session.execution.SessionWire;
import io.github.pgbackground.internal.sql.BackgroundFunction.Attribute;
import io.github.pgbackground.internal.sql.BackgroundFunction.Result;
import io.github.pgbackground.internal.sql.Part;
import io.github.pgbackground.internal.sql.Query;
import io.github.pgbackground.internal.sql.Query.ColumnName;
import io.github.pgbackground.internal.sql.Query.Output;
import io.github.pgbackground.internal.sql.Script;
import io.github.pgbackground.internal.sql.text.Position;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.Field;
import org.postgresql.core.Tuple;

/**
 * What the SELECT list over a call in FROM gives. Plain column names are resolved here; whatever is
 * not so plain is shown to the server, which says what is wrong with it.
 */
final class SourceShape {
  private final Script script;
  private final Query.Source source;
  private final ColumnTypes types;
  private final Session session;
  private final SessionWire wire;

  SourceShape(
      Script script, Part.Served part, Query.Source source, Session session, SessionWire wire) {
    this.script = script;
    this.source = source;
    this.types = new ColumnTypes(script, part, source);
    this.session = session;
    this.wire = wire;
  }

  /** The text behind the call, with the column definition list if there is one. */
  String tail() {
    return types.tail();
  }

  Projection projection() throws SQLException {
    List<Field> columns = columns();
    List<Integer> picks = new ArrayList<>();
    List<String> labels = new ArrayList<>();
    for (Output output : source.outputs()) {
      if (output instanceof Output.Star star) {
        checkQualifier(star.qualifier());
        addAll(columns, picks, labels);
      } else if (output instanceof Output.Column column) {
        checkQualifier(column.qualifier());
        picks.add(find(columns, column.name()));
        labels.add(column.label());
      } else if (output instanceof Output.Attribute attribute) {
        addAttributes(attribute, columns, picks, labels);
      }
    }
    return new Projection(columns, picks, labels);
  }

  /** The whole row, which stands behind the attributes of a composite value, is not among them. */
  private void addAll(List<Field> columns, List<Integer> picks, List<String> labels) {
    int count = columns.size() - (isComposite() ? 1 : 0);
    for (int i = 0; i < count; i++) {
      picks.add(i);
      labels.add(columns.get(i).getColumnLabel());
    }
  }

  /** Of the row, which is the only composite value there. */
  private void addAttributes(
      Output.Attribute attribute, List<Field> columns, List<Integer> picks, List<String> labels)
      throws SQLException {
    if (attribute.qualifier() != null || find(columns, attribute.column()) != columns.size() - 1) {
      throw refused();
    } else if (attribute.name() == null) {
      addAll(columns, picks, labels);
    } else {
      picks.add(find(columns.subList(0, columns.size() - 1), attribute.name()));
      labels.add(attribute.label());
    }
  }

  private boolean isComposite() {
    return source.call().function().result().composite();
  }

  /** The rows of composite values, each with itself as one value behind its attributes. */
  static List<Tuple> withWholeRow(List<Tuple> rows) {
    List<Tuple> longer = new ArrayList<>(rows.size());
    for (Tuple row : rows) {
      Tuple copy = new Tuple(row.fieldCount() + 1);
      for (int i = 0; i < row.fieldCount(); i++) {
        copy.set(i, row.get(i));
      }
      copy.set(row.fieldCount(), RecordText.write(row).getBytes(StandardCharsets.UTF_8));
      longer.add(copy);
    }
    return longer;
  }

  /** A composite value in FROM is its attributes, and the row itself; the list may rename them. */
  private List<Field> compositeColumns() throws SQLException {
    Result type = source.call().function().result();
    List<Attribute> attributes = type.attributes();
    List<ColumnName> names = source.columns();
    if (names.size() > attributes.size() || names.stream().anyMatch(name -> name.type() != null)) {
      throw refused();
    }
    List<Field> columns = new ArrayList<>();
    for (int i = 0; i < attributes.size(); i++) {
      Field column = Columns.of(attributes.get(i));
      String label = i < names.size() ? names.get(i).name() : column.getColumnLabel();
      columns.add(Columns.of(label, column.getOID(), column.getMod()));
    }
    boolean hidden =
        columns.stream().anyMatch(column -> column.getColumnLabel().equals(source.name()));
    columns.add(
        readsWholeRow()
            ? CompositeType.column(hidden ? "" : source.name(), type, session, wire)
            : Columns.record(hidden ? "" : source.name()));
    return columns;
  }

  /** Whether an output may be the row itself; it is not known yet what is a column. */
  private boolean readsWholeRow() {
    return source.outputs().stream()
        .anyMatch(
            output ->
                output instanceof Output.Column column && column.name().equals(source.name()));
  }

  /** A scalar in FROM is a column named by its alias; rows are what their definition list says. */
  private List<Field> columns() throws SQLException {
    if (source.call().function().result() == Result.RECORDS) {
      return session.columns().of(types.tail(), () -> types.describeRows(wire));
    }
    if (isComposite()) {
      return compositeColumns();
    }
    String label = source.name();
    List<ColumnName> names = source.columns();
    if (names.size() > 1 || names.stream().anyMatch(name -> name.type() != null)) {
      throw refused();
    } else if (names.size() == 1) {
      label = names.get(0).name();
    }
    return List.of(
        switch (source.call().function().result()) {
          case INT4 -> Columns.int4(label);
          case BOOL -> Columns.bool(label);
          default -> Columns.ofVoid(label);
        });
  }

  private void checkQualifier(@Nullable String qualifier) throws SQLException {
    if (qualifier != null && !qualifier.equals(source.name())) {
      throw refused();
    }
  }

  private int find(List<Field> columns, String name) throws SQLException {
    int found = -1;
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).getColumnLabel().equals(name)) {
        if (found >= 0) {
          throw refused();
        }
        found = i;
      }
    }
    if (found < 0) {
      throw refused();
    }
    return found;
  }

  /** The server's error for the statement; one of ours if the server finds nothing wrong. */
  private SQLException refused() throws SQLException {
    types.describeOutput(wire);
    return ServerError.of(
            "0A000", "this use of " + source.call().function().name() + " cannot be served")
        .withHint("Name the columns of its column definition list, or *, in the SELECT list.")
        .withPosition(Position.at(script.sql(), source.call().start()))
        .toException();
  }
}
