package io.github.pgbackground.internal.session.serve;

import io.github.pgbackground.internal.rows.Columns;
import io.github.pgbackground.internal.rows.ServerError;
import io.github.pgbackground.internal.session.Session;
import io.github.pgbackground.internal.session.SessionWire;
import io.github.pgbackground.internal.sql.BackgroundFunction.Result;
import io.github.pgbackground.internal.sql.Part;
import io.github.pgbackground.internal.sql.Query;
import io.github.pgbackground.internal.sql.Query.ColumnName;
import io.github.pgbackground.internal.sql.Query.Output;
import io.github.pgbackground.internal.sql.Script;
import io.github.pgbackground.internal.sql.text.Position;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.Field;

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
        for (int i = 0; i < columns.size(); i++) {
          picks.add(i);
          labels.add(columns.get(i).getColumnLabel());
        }
      } else if (output instanceof Output.Column column) {
        checkQualifier(column.qualifier());
        picks.add(find(columns, column.name()));
        labels.add(column.label());
      }
    }
    return new Projection(columns, picks, labels);
  }

  /** A scalar in FROM is a column named by its alias; rows are what their definition list says. */
  private List<Field> columns() throws SQLException {
    if (source.call().function().result() == Result.RECORDS) {
      return session.columns(types.tail(), () -> types.describeRows(wire));
    }
    String label = name();
    List<ColumnName> names = source.columns();
    if (names.size() > 1 || names.stream().anyMatch(name -> name.type() != null)) {
      throw refused();
    } else if (names.size() == 1) {
      label = names.get(0).name();
    }
    return List.of(
        source.call().function().result() == Result.INT4
            ? Columns.int4(label)
            : Columns.ofVoid(label));
  }

  /** The name that the call's rows go by in the SELECT list. */
  private String name() {
    String alias = source.alias();
    return alias == null ? source.call().function().name() : alias;
  }

  private void checkQualifier(@Nullable String qualifier) throws SQLException {
    if (qualifier != null && !qualifier.equals(name())) {
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
