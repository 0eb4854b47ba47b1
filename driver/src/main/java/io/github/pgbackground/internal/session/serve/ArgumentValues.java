package io.github.pgbackground.internal.session.serve;

import io.github.pgbackground.internal.session.Execution;
import io.github.pgbackground.internal.session.Session;
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
  static ArgumentValues of(
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

  /** A {@link String} for a text parameter, an {@link Integer} for an int4 one, or null. */
  @Nullable Object value(Argument argument) {
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
    if (argument instanceof Argument.Text text && type == BackgroundFunction.Type.TEXT) {
      values.put(argument, text.value());
    } else if (argument instanceof Argument.Whole whole && type == BackgroundFunction.Type.INT4) {
      values.put(argument, whole.value());
    } else if (argument instanceof Argument.Null) {
      values.put(argument, null);
    } else if (argument instanceof Argument.Parameter parameter
        && fits(bindings.plain(parameter.ordinal()), type)) {
      values.put(argument, bindings.plain(parameter.ordinal()));
    } else {
      return false;
    }
    return true;
  }

  /** A text with a zero byte is left to the server, which refuses it. */
  private static boolean fits(@Nullable Object value, BackgroundFunction.Type type) {
    return switch (type) {
      case TEXT -> value instanceof String text && text.indexOf('\0') < 0;
      case INT4 -> value instanceof Integer;
    };
  }
}
