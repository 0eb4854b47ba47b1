package io.github.pgbackground.internal.session.serve;

import io.github.pgbackground.internal.job.Job.Awaited;
import io.github.pgbackground.internal.rows.Columns;
import io.github.pgbackground.internal.rows.Rows;
import io.github.pgbackground.internal.session.Session;
import io.github.pgbackground.internal.session.argument.ArgumentValues;
import io.github.pgbackground.internal.session.argument.Bindings;
import io.github.pgbackground.internal.session.execution.Execution;
import io.github.pgbackground.internal.session.execution.RowStream;
import io.github.pgbackground.internal.session.function.Functions;
import io.github.pgbackground.internal.session.function.SessionRights;
import io.github.pgbackground.internal.session.function.Values;
import io.github.pgbackground.internal.session.handle.Handle;
import io.github.pgbackground.internal.sql.Argument;
import io.github.pgbackground.internal.sql.BackgroundFunction;
import io.github.pgbackground.internal.sql.Call;
import io.github.pgbackground.internal.sql.Script;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.Field;
import org.postgresql.core.Tuple;

/** Evaluates the calls of a statement that the server does not see. */
public final class Calls {
  private static final String NOTHING = "";

  private final ArgumentValues arguments;
  private final Functions functions;

  private Calls(Session session, Execution execution, ArgumentValues arguments) {
    this.arguments = arguments;
    this.functions = new Functions(session, execution, new SessionRights(session, execution));
  }

  /** Calls whose arguments, and those of the calls in them, are evaluated now. */
  public static Calls of(
      List<Call> calls, Script script, Bindings bindings, Session session, Execution execution)
      throws SQLException {
    for (Call call : calls) {
      checkGranted(call, session, execution);
    }
    return new Calls(
        session, execution, ArgumentValues.of(calls, script, bindings, session, execution));
  }

  /**
   * The server would not even begin a statement with a call that the current user may not make; of
   * a function that gives rows it looks at the arguments first.
   */
  private static void checkGranted(Call call, Session session, Execution execution)
      throws SQLException {
    BackgroundFunction function = call.function();
    boolean givesRows = !function.result().scalar() && !function.result().composite();
    if (!givesRows) {
      session.grants().check(function, execution);
    }
    for (Argument argument : call.arguments()) {
      if (argument instanceof Argument.Nested nested) {
        checkGranted(nested.call(), session, execution);
      }
    }
    if (givesRows) {
      session.grants().check(function, execution);
    }
  }

  // Values

  /** The value of a scalar function as text, null for null. */
  @Nullable String scalar(Call call) throws SQLException {
    if (call.function().name().equals("pg_background_detach")
        && call.arguments().get(0) instanceof Argument.Nested nested) {
      return launchForgotten(nested.call());
    }
    Values values = values(call);
    return values == null ? null : functions.scalar(call.function().name(), values);
  }

  /** What is detached as soon as it is launched was never to be read. */
  private @Nullable String launchForgotten(Call call) throws SQLException {
    Values values = values(call);
    if (values == null) {
      return null;
    }
    functions.launchForgotten(values);
    return NOTHING;
  }

  /** The attributes of a composite value, null for null. */
  @Nullable Tuple composite(Call call) throws SQLException {
    Values values = values(call);
    return values == null ? null : functions.composite(call.function().name(), values);
  }

  // Rows

  /**
   * The rows of a function that gives rows, or the one row of a composite value.
   *
   * @param expected the caller's columns, checked as the extension checks them; null for any
   * @param awaited how much of a job's rows has to be there before this returns
   */
  public RowStream rows(Call call, @Nullable List<Field> expected, Awaited awaited)
      throws SQLException {
    BackgroundFunction function = call.function();
    if (function.result().composite()) {
      return RowStream.of(row(function, composite(call)));
    } else if (function.result().scalar()) {
      return RowStream.of(Rows.single(List.of(Columns.int4(function.name())), scalar(call)));
    }
    Values values = values(call);
    if (values == null) {
      return RowStream.of(new Rows(expected == null ? List.of() : expected, List.of()));
    }
    return call.arguments().stream().anyMatch(Argument.Nested.class::isInstance)
        ? rowsOfLaunched(function, values, expected, awaited)
        : functions.rows(function.name(), values, expected, awaited);
  }

  /** Nobody knows the pid of a job that is launched only to be read, if that fails. */
  private RowStream rowsOfLaunched(
      BackgroundFunction function, Values values, @Nullable List<Field> expected, Awaited awaited)
      throws SQLException {
    Handle launched = functions.named(values);
    try {
      return functions.rows(function.name(), values, expected, awaited);
    } catch (SQLException e) {
      functions.forget(launched);
      throw e;
    }
  }

  /** In FROM, null is a row of nulls. */
  private static Rows row(BackgroundFunction function, @Nullable Tuple value) {
    List<Field> fields = function.result().attributes().stream().map(Columns::of).toList();
    return new Rows(fields, List.of(value == null ? new Tuple(fields.size()) : value));
  }

  // Arguments

  /** Null when a strict function is not to run. */
  private @Nullable Values values(Call call) throws SQLException {
    List<@Nullable Object> values = new ArrayList<>();
    boolean runs = true;
    for (Argument argument : call.arguments()) {
      Object value = argument == null ? null : value(argument);
      runs &= value != null || argument == null || !call.function().strict();
      values.add(value);
    }
    return runs ? new Values(values) : null;
  }

  private @Nullable Object value(Argument argument) throws SQLException {
    if (argument instanceof Argument.Nested nested) {
      String value = scalar(nested.call());
      return value == null ? null : Integer.valueOf(value);
    }
    return arguments.value(argument);
  }
}
