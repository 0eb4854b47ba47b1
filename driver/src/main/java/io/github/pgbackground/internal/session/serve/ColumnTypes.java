package io.github.pgbackground.internal.session.serve;

import io.github.pgbackground.internal.rows.ServerError;
import io.github.pgbackground.internal.session.execution.SessionWire;
import io.github.pgbackground.internal.sql.BackgroundFunction;
import io.github.pgbackground.internal.sql.BackgroundFunction.Result;
import io.github.pgbackground.internal.sql.Part;
import io.github.pgbackground.internal.sql.Query;
import io.github.pgbackground.internal.sql.Script;
import io.github.pgbackground.internal.sql.text.Position;
import java.sql.SQLException;
import java.util.List;
import org.postgresql.core.Field;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Has the server read what stands around a call in FROM, with the call replaced by a catalog
 * function of the same result type that gives no rows: so names, types, typmods and errors are the
 * server's own.
 */
final class ColumnTypes {
  private final Script script;
  private final Part.Served part;
  private final Query.Source source;

  ColumnTypes(Script script, Part.Served part, Query.Source source) {
    this.script = script;
    this.part = part;
    this.source = source;
  }

  /** The text behind the call, which says what its rows look like. */
  String tail() {
    return script.sql().substring(source.tailStart(), part.end());
  }

  /** All columns of the call's rows. */
  List<Field> describeRows(SessionWire wire) throws SQLException {
    String before = RowDescription.before("", source.columns());
    try {
      return RowDescription.columns(
          wire.query(before + standIn() + tail() + RowDescription.BEHIND));
    } catch (PSQLException e) {
      throw translated(e, before);
    }
  }

  /**
   * The statement's output, as the server sees it: it raises what is wrong with it.
   *
   * @return the columns, if nothing is
   */
  List<Field> describeOutput(SessionWire wire) throws SQLException {
    String before = script.sql().substring(part.start(), source.call().start());
    try {
      return wire.describe(before + standIn() + tail());
    } catch (PSQLException e) {
      throw translated(e, before);
    }
  }

  private String standIn() {
    Result result = source.call().function().result();
    return switch (result) {
      case RECORDS -> "pg_catalog.json_to_recordset(null::pg_catalog.json)";
      case INT4 -> "pg_catalog.int4up(null)";
      case BOOL -> "pg_catalog.booleq(null, null)";
      case VOID -> "pg_catalog.pg_sleep(null)";
      case HANDLE, STATS, PROGRESS -> attributes(result);
    };
  }

  /** There is no function for it, but what a subquery gives has the same columns. */
  private String attributes(Result result) {
    StringBuilder subquery = new StringBuilder("(select ");
    String separator = "";
    for (BackgroundFunction.Attribute attribute : result.attributes()) {
      subquery
          .append(separator)
          .append("null::pg_catalog.")
          .append(attribute.type().postgresName())
          .append(" as ")
          .append(attribute.name());
      separator = ", ";
    }
    subquery.append(')');
    return source.alias() == null ? subquery + " as " + source.name() : subquery.toString();
  }

  /** Moves the error's position from the text the server saw to the application's. */
  private PSQLException translated(PSQLException e, String before) {
    ServerErrorMessage sent = e.getServerErrorMessage();
    if (sent == null || sent.getPosition() == 0) {
      return e;
    }
    int offset = Position.offset(before + standIn() + tail(), sent.getPosition(), false);
    int callStart = source.call().start();
    int tailStart = before.length() + standIn().length();
    int moved;
    if (offset >= tailStart) {
      moved = offset - tailStart + source.tailStart();
    } else if (offset >= before.length()) {
      moved = callStart;
    } else {
      moved = Math.min(part.start() + offset, callStart);
    }
    return ServerError.of(sent).withPosition(Position.at(script.sql(), moved)).toException();
  }
}
