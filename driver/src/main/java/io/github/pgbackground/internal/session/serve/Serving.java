package io.github.pgbackground.internal.session.serve;

import io.github.pgbackground.internal.job.Job.Awaited;
import io.github.pgbackground.internal.rows.Columns;
import io.github.pgbackground.internal.rows.RecordText;
import io.github.pgbackground.internal.rows.Rows;
import io.github.pgbackground.internal.session.Session;
import io.github.pgbackground.internal.session.argument.ArgumentQuery;
import io.github.pgbackground.internal.session.argument.Bindings;
import io.github.pgbackground.internal.session.execution.Execution;
import io.github.pgbackground.internal.session.execution.RowStream;
import io.github.pgbackground.internal.session.execution.SessionWire;
import io.github.pgbackground.internal.sql.BackgroundFunction.Result;
import io.github.pgbackground.internal.sql.Call;
import io.github.pgbackground.internal.sql.Part;
import io.github.pgbackground.internal.sql.Query;
import io.github.pgbackground.internal.sql.Query.Target;
import io.github.pgbackground.internal.sql.Script;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.Field;
import org.postgresql.core.Tuple;

/**
 * The route serve: one statement of a plain shape, answered without the server seeing it.
 *
 * <p>First come the steps in which the server has its say, in the order in which it would: the
 * transaction's state, the types of the columns, the values of the arguments. Then the calls run,
 * inner ones first, from left to right.
 */
public final class Serving {
  private final Session session;
  private final Execution execution;
  private final Script script;
  private final Part.Served part;
  private final SessionWire wire;

  public Serving(Session session, Execution execution, Script script, Part.Served part) {
    this.session = session;
    this.execution = execution;
    this.script = script;
    this.part = part;
    this.wire = new SessionWire(session.connection(), execution);
  }

  /** The columns the statement will give; nothing is launched or read. */
  public List<Field> describe() throws SQLException {
    if (part.query() instanceof Query.Source source) {
      return shape(source).projection().fields();
    } else if (part.query() instanceof Query.Derived derived) {
      return fields(derived.picks());
    }
    return fields(targets().targets());
  }

  /**
   * A SELECT that has the part's parameters, in their order and of the types the server gives them
   * as arguments of the part's calls.
   */
  public static String argumentText(Script script, Part.Served part) {
    ArgumentQuery query = new ArgumentQuery(script);
    if (part.query() instanceof Query.Targets targets) {
      targets.calls().forEach(query::addAll);
    } else if (part.query() instanceof Query.Derived derived) {
      query.addAll(derived.call());
    } else if (part.query() instanceof Query.Source source) {
      query.addAll(source.call());
    } else if (part.query() instanceof Query.CallEscape escape) {
      query.addAll(escape.call());
      return escape.returning() ? query.text("?::pg_catalog.int4") : query.text();
    }
    return query.text();
  }

  /**
   * Runs the statement.
   *
   * @param awaited how much of a job's rows has to be there before this returns
   */
  public RowStream run(Bindings bindings, Awaited awaited) throws SQLException {
    try {
      wire.enter();
      if (part.query() instanceof Query.Source source) {
        return source(source, bindings, awaited);
      } else if (part.query() instanceof Query.Derived derived) {
        return derived(derived, bindings);
      }
      return targets(targets(), bindings, awaited);
    } catch (SQLException e) {
      throw session.fail(e, execution);
    }
  }

  private RowStream source(Query.Source source, Bindings bindings, Awaited awaited)
      throws SQLException {
    SourceShape shape = shape(source);
    Projection projection = shape.projection();
    Calls calls = calls(List.of(source.call()), bindings);
    if (source.call().function().result().scalar()) {
      String value = calls.scalar(source.call());
      return projection.of(RowStream.of(Rows.single(projection.source(), value)));
    } else if (source.call().function().result().composite()) {
      return projection.of(
          calls
              .rows(source.call(), null, awaited)
              .changed(projection.source(), (rows, current) -> SourceShape.withWholeRow(rows)));
    }
    RowStream given = calls.rows(source.call(), projection.source(), awaited);
    Typmods typmods = new Typmods(session.connection(), shape.tail(), projection.source());
    return projection.of(typmods.of(given));
  }

  private RowStream targets(Query.Targets query, Bindings bindings, Awaited awaited)
      throws SQLException {
    List<Target> targets = query.targets();
    List<Field> fields = fields(targets);
    Calls calls = calls(query.calls(), bindings);
    Target first = targets.get(0);
    if (first.call().function().result() == Result.RECORDS) {
      return calls
          .rows(first.call(), null, awaited)
          .changed(fields, (rows, current) -> RecordText.of(rows));
    }
    @Nullable String[] values = new @Nullable String[targets.size()];
    for (int i = 0; i < values.length; i++) {
      Target target = targets.get(i);
      values[i] =
          target.call().function().result().composite()
              ? text(calls.composite(target.call()), target)
              : calls.scalar(target.call());
    }
    return RowStream.of(Rows.single(fields, values));
  }

  private RowStream derived(Query.Derived derived, Bindings bindings) throws SQLException {
    List<Field> fields = fields(derived.picks());
    Calls calls = calls(List.of(derived.call()), bindings);
    boolean composite = derived.call().function().result().composite();
    Tuple row = composite ? calls.composite(derived.call()) : null;
    String value = composite ? null : calls.scalar(derived.call());
    @Nullable String[] values = new @Nullable String[derived.picks().size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = composite ? text(row, derived.picks().get(i)) : value;
    }
    return RowStream.of(Rows.single(fields, values));
  }

  /** What a target takes of a composite value. */
  private static @Nullable String text(@Nullable Tuple row, Target target) {
    if (row == null) {
      return null;
    } else if (target.attribute() == Target.WHOLE) {
      return RecordText.write(row);
    }
    byte[] value = row.get(target.attribute());
    return value == null ? null : new String(value, StandardCharsets.UTF_8);
  }

  /**
   * The calls of a SELECT list. JDBC's escape, which pgjdbc sends as {@code select * from f(…) as
   * result}, gives one such target, or one for each attribute.
   */
  private Query.Targets targets() throws SQLException {
    if (part.query() instanceof Query.CallEscape escape) {
      if (escape.call().function().result() == Result.RECORDS) {
        // The server's error for a column definition list that the escape cannot have.
        wire.describe(
            "select * from pg_catalog.json_to_recordset(null::pg_catalog.json) as result");
      }
      return new Query.Targets(List.of(new Target(escape.call(), Target.WHOLE, "result")));
    }
    return (Query.Targets) part.query();
  }

  private List<Field> fields(List<Target> targets) throws SQLException {
    List<Field> fields = new ArrayList<>();
    for (Target target : targets) {
      fields.add(field(target));
    }
    return fields;
  }

  private Field field(Target target) throws SQLException {
    Result result = target.call().function().result();
    String label = target.label();
    if (target.attribute() != Target.WHOLE) {
      Field attribute = Columns.of(result.attributes().get(target.attribute()));
      return Columns.of(label, attribute.getOID(), attribute.getMod());
    }
    return switch (result) {
      case INT4 -> Columns.int4(label);
      case BOOL -> Columns.bool(label);
      case VOID -> Columns.ofVoid(label);
      case RECORDS -> Columns.record(label);
      case HANDLE, STATS, PROGRESS -> CompositeType.column(label, result, session, wire);
    };
  }

  private SourceShape shape(Query.Source source) {
    return new SourceShape(script, part, source, session, wire);
  }

  private Calls calls(List<Call> calls, Bindings bindings) throws SQLException {
    return Calls.of(calls, script, bindings, session, execution);
  }
}
