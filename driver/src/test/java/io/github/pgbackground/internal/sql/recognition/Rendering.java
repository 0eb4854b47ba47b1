package io.github.pgbackground.internal.sql.recognition;

import static java.util.stream.Collectors.joining;

import io.github.pgbackground.internal.sql.Argument;
import io.github.pgbackground.internal.sql.Call;
import io.github.pgbackground.internal.sql.Parameters;
import io.github.pgbackground.internal.sql.Part;
import io.github.pgbackground.internal.sql.Query;
import io.github.pgbackground.internal.sql.Query.Output;
import io.github.pgbackground.internal.sql.RowSource;
import io.github.pgbackground.internal.sql.Script;
import org.jspecify.annotations.Nullable;

/**
 * Scripts as short texts, so that tests can be tables. Values stand as {@code 'text'}, {@code 7},
 * {@code null} and {@code ?1}, expressions as they are in the source between angle brackets, and an
 * argument that is not given as {@code -}.
 */
final class Rendering {

  private final Script script;

  private Rendering(Script script) {
    this.script = script;
  }

  /** All parts, one after the other. */
  static String of(Script script) {
    Rendering rendering = new Rendering(script);
    return script.parts().stream().map(rendering::part).collect(joining(" | "));
  }

  private String part(Part part) {
    if (part instanceof Part.Served served) {
      return query(served.query(), served.end());
    } else if (part instanceof Part.Fed fed) {
      return fed.sources().stream()
          .map(this::source)
          .collect(joining(", ", fed.locksRows() ? "fed for update " : "fed ", ""));
    } else if (part instanceof Part.Bridged bridged) {
      return bridged.names().stream()
          .map(name -> " " + script.sql().substring(name.start(), name.end()))
          .collect(joining("", "bridged", bridged.readsSettings() ? " settings" : ""));
    }
    return "passed";
  }

  private String query(Query query, int end) {
    if (query instanceof Query.Targets targets) {
      return targets.targets().stream()
          .map(target -> call(target.call()) + part(target) + " " + target.label())
          .collect(joining(", ", "select ", ""));
    } else if (query instanceof Query.Derived derived) {
      return derived.picks().stream()
              .map(pick -> "it" + part(pick) + " " + pick.label())
              .collect(joining(", "))
          + " from (select "
          + call(derived.call())
          + ")";
    } else if (query instanceof Query.Source source) {
      String columns =
          source.columns().stream()
              .map(column -> column.name() + (column.type() == null ? "" : ":" + column.type()))
              .collect(joining(", ", "(", ")"));
      return source.outputs().stream().map(Rendering::output).collect(joining(", "))
          + " from "
          + call(source.call())
          + " "
          + (source.alias() == null ? "-" : source.alias())
          + columns
          + " tail"
          + script.sql().substring(source.tailStart(), end);
    }
    Query.CallEscape escape = (Query.CallEscape) query;
    return (escape.returning() ? "? = call " : "call ") + call(escape.call());
  }

  private String source(RowSource source) {
    return call(source.call())
        + (source.inRowsFrom() ? " in rows from " : " as ")
        + source.name()
        + source.columns().stream()
            .map(column -> column.name() + ":" + column.type())
            .collect(joining(", ", "(", ")"));
  }

  private static String part(Query.Target target) {
    return target.attribute() == Query.Target.WHOLE ? "" : "." + target.attribute();
  }

  private static String output(Output output) {
    if (output instanceof Output.Star star) {
      return qualifier(star.qualifier()) + "*";
    } else if (output instanceof Output.Attribute part) {
      return "("
          + qualifier(part.qualifier())
          + part.column()
          + ")."
          + (part.name() == null ? "*" : part.name() + "=" + part.label());
    }
    Output.Column column = (Output.Column) output;
    return qualifier(column.qualifier()) + column.name() + "=" + column.label();
  }

  private static String qualifier(@Nullable String qualifier) {
    return qualifier == null ? "" : qualifier + ".";
  }

  private String call(Call call) {
    return call.arguments().stream()
        .map(this::argument)
        .collect(joining(", ", call.function().name().replace("pg_background_", "") + "(", ")"));
  }

  private String argument(@Nullable Argument argument) {
    if (argument == null) {
      return "-";
    } else if (argument instanceof Argument.Text text) {
      return "'" + text.value() + "'";
    } else if (argument instanceof Argument.Whole whole) {
      return String.valueOf(whole.value());
    } else if (argument instanceof Argument.Null) {
      return "null";
    } else if (argument instanceof Argument.Parameter parameter) {
      return "?" + parameter.ordinal();
    } else if (argument instanceof Argument.Nested nested) {
      return call(nested.call());
    }
    Argument.Expression expression = (Argument.Expression) argument;
    Parameters parameters = expression.parameters();
    return "<"
        + script.sql().substring(expression.start(), expression.end())
        + ">"
        + (parameters.count() == 0 ? "" : parameters.first() + "+" + parameters.count());
  }
}
