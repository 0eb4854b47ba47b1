package io.github.pgbackground.internal.session.argument;

import io.github.pgbackground.internal.session.Session;
import io.github.pgbackground.internal.session.execution.Execution;
import io.github.pgbackground.internal.sql.Argument;
import io.github.pgbackground.internal.sql.BackgroundFunction;
import io.github.pgbackground.internal.sql.Call;
import io.github.pgbackground.internal.sql.Script;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The values of a statement's arguments, but for those that are calls themselves. */
public final class ArgumentValues {
  private final IdentityHashMap<Argument, @Nullable Object> values = new IdentityHashMap<>();
  private final List<Argument> asked = new ArrayList<>();
  private final ArgumentQuery query;
  private final Bindings bindings;

  private ArgumentValues(Script script, Bindings bindings) {
    this.query = new ArgumentQuery(script);
    this.bindings = bindings;
  }

  /** Evaluates the arguments of {@code calls} and of the calls in them; the server helps once. */
  public static ArgumentValues of(
      List<Call> calls, Script script, Bindings bindings, Session session, Execution execution)
      throws SQLException {
    ArgumentValues arguments = new ArgumentValues(script, bindings);
    for (Call call : calls) {
      arguments.collect(call);
    }
    if (!arguments.query.isEmpty()) {
      session.touched();
      List<@Nullable Object> answers =
          arguments.query.evaluate(session.connection(), execution, bindings);
      for (int i = 0; i < answers.size(); i++) {
        arguments.values.put(arguments.asked.get(i), answers.get(i));
      }
    }
    return arguments;
  }

  /**
   * A {@link String} for a text parameter, an {@link Integer} for an int4 one, a {@link Long} for
   * an int8 one, or null.
   */
  public @Nullable Object value(Argument argument) {
    return values.get(argument);
  }

  private void collect(Call call) {
    inTextOrder(call)
        .forEach(
            (argument, type) -> {
              if (argument instanceof Argument.Nested nested) {
                collect(nested.call());
              } else if (!isKnown(argument, type)) {
                query.add(call, argument, type);
                asked.add(argument);
              }
            });
  }

  /** The arguments of a call with their types: parameters are numbered as the text has them. */
  public static Map<Argument, BackgroundFunction.Type> inTextOrder(Call call) {
    Map<Argument, BackgroundFunction.Type> arguments =
        new TreeMap<>(Comparator.comparingInt(Argument::start));
    for (int i = 0; i < call.arguments().size(); i++) {
      Argument argument = call.arguments().get(i);
      if (argument != null) {
        arguments.put(argument, call.function().parameters().get(i).type());
      }
    }
    return arguments;
  }

  /** Takes the value, if the server is not needed for it. */
  private boolean isKnown(Argument argument, BackgroundFunction.Type type) {
    if (argument instanceof Argument.Text text) {
      return isKnown(argument, text.value(), type);
    } else if (argument instanceof Argument.Whole whole) {
      // Reading it has made sure that it fits.
      Object value =
          type == BackgroundFunction.Type.INT4 ? (Object) (int) whole.value() : whole.value();
      return isKnown(argument, value, type);
    } else if (argument instanceof Argument.Null) {
      values.put(argument, null);
      return true;
    } else if (argument instanceof Argument.Parameter parameter) {
      return isKnown(argument, bindings.plain(parameter.ordinal()), type);
    }
    return false;
  }

  /** A text with a zero byte is left to the server, which refuses it; so is what it must cast. */
  private boolean isKnown(Argument argument, @Nullable Object given, BackgroundFunction.Type type) {
    Object value = null;
    if (type == BackgroundFunction.Type.TEXT) {
      value = given instanceof String text && text.indexOf('\0') < 0 ? text : null;
    } else if (type == BackgroundFunction.Type.INT4) {
      value = given instanceof Integer ? given : null;
    } else if (given instanceof Integer || given instanceof Long) {
      value = ((Number) given).longValue();
    }
    if (value != null) {
      values.put(argument, value);
    }
    return value != null;
  }
}
