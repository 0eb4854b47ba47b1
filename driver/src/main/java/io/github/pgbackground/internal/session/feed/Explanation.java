package io.github.pgbackground.internal.session.feed;

import io.github.pgbackground.internal.rows.Columns;
import io.github.pgbackground.internal.session.Session;
import io.github.pgbackground.internal.session.argument.Bindings;
import io.github.pgbackground.internal.session.execution.Execution;
import io.github.pgbackground.internal.session.execution.SessionWire;
import io.github.pgbackground.internal.session.knowledge.KnownColumns;
import io.github.pgbackground.internal.session.rewrite.Rewriting;
import io.github.pgbackground.internal.session.serve.RowDescription;
import io.github.pgbackground.internal.sql.BackgroundFunction.Result;
import io.github.pgbackground.internal.sql.Part;
import io.github.pgbackground.internal.sql.RowSource;
import io.github.pgbackground.internal.sql.Script;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.postgresql.core.Field;
import org.postgresql.util.PSQLException;

/**
 * What the server says of a statement with stand-ins, before anything is launched or read.
 *
 * <p>What a column definition list means is asked along with it, where that has been known before:
 * then only the types have to be the same. Else it is asked in a round trip of its own.
 *
 * @param plan how the server would run it
 * @param columns those of each source
 */
record Explanation(Plan plan, List<List<Field>> columns) {

  Explanation {
    columns = List.copyOf(columns);
  }

  /** Asks for it; the error is what the server says against the application's own text. */
  static Explanation of(
      Session session, Execution execution, Script script, Part.Fed part, Bindings bindings)
      throws SQLException {
    Map<String, RowSource> lists = new TreeMap<>();
    for (RowSource source : part.sources()) {
      if (source.hasDefinitions()) {
        lists.put(tail(script, source), source);
      }
    }
    Plan plan = explain(session, execution, script, part, bindings, lists);
    SessionWire wire = new SessionWire(session.connection(), execution);
    List<List<Field>> columns = new ArrayList<>();
    for (RowSource source : part.sources()) {
      columns.add(columns(source, tail(script, source), session.columns(), wire));
    }
    return new Explanation(plan, columns);
  }

  private static Plan explain(
      Session session,
      Execution execution,
      Script script,
      Part.Fed part,
      Bindings bindings,
      Map<String, RowSource> lists)
      throws SQLException {
    String options = part.launches() ? "verbose, costs off" : "costs off";
    Rewriting explain = StandIn.of(script, part, "explain (" + options + ") ");
    List<String> asked = new ArrayList<>();
    StringBuilder sql = new StringBuilder(explain.text());
    for (Map.Entry<String, RowSource> list : lists.entrySet()) {
      if (!session.columns().isKnown(list.getKey())
          && session.columns().before(list.getKey()) != null) {
        asked.add(list.getKey());
        sql.append(";\n").append(RowDescription.types(list.getKey(), list.getValue().columns()));
      }
    }
    try (PreparedStatement statement = session.connection().prepareStatement(sql.toString())) {
      explain.bind(statement, bindings.repeatable());
      return execution.onServer(
          statement,
          () -> {
            statement.execute();
            Plan plan = plan(rows(statement));
            for (String definition : asked) {
              statement.getMoreResults();
              confirm(definition, rows(statement), session.columns());
            }
            // The statement itself will say it again.
            statement.clearWarnings();
            return plan;
          });
    } catch (PSQLException e) {
      throw explain.translated(e);
    }
  }

  private static ResultSet rows(PreparedStatement statement) throws SQLException {
    return Objects.requireNonNull(statement.getResultSet());
  }

  private static Plan plan(ResultSet rows) throws SQLException {
    List<String> lines = new ArrayList<>();
    while (rows.next()) {
      lines.add(rows.getString(1));
    }
    return new Plan(lines);
  }

  /** Keeps what a list has meant before, if it has the same types now. */
  private static void confirm(String definition, ResultSet types, KnownColumns columns)
      throws SQLException {
    List<Field> before = columns.before(definition);
    if (before == null || !types.next()) {
      return;
    }
    for (int i = 0; i < before.size(); i++) {
      if ((int) types.getLong(i + 1) != before.get(i).getOID()) {
        return;
      }
    }
    columns.keep(definition, before);
  }

  private static List<Field> columns(
      RowSource source, String tail, KnownColumns known, SessionWire wire) throws SQLException {
    Result result = source.call().function().result();
    if (source.hasDefinitions()) {
      return known.of(tail, () -> RowDescription.read(wire, tail, source.columns()));
    }
    return result.composite()
        ? result.attributes().stream().map(Columns::of).toList()
        : List.of(Columns.int4(source.name()));
  }

  private static String tail(Script script, RowSource source) {
    return " as r" + script.sql().substring(source.tailStart(), source.end());
  }
}
