package io.github.pgbackground.internal.session.feed;

import io.github.pgbackground.internal.session.serve.ArgumentValues;
import io.github.pgbackground.internal.session.serve.NoSuchFunction;
import io.github.pgbackground.internal.sql.Argument;
import io.github.pgbackground.internal.sql.BackgroundFunction;
import io.github.pgbackground.internal.sql.Call;
import io.github.pgbackground.internal.sql.Part;
import io.github.pgbackground.internal.sql.RowSource;
import io.github.pgbackground.internal.sql.Script;
import io.github.pgbackground.internal.sql.text.Identifiers;

/**
 * The statement with a catalog function in the place of each call, of the same result type, around
 * the same arguments: the server can say of it what it would say of the statement, and what it
 * would do. It is never run.
 */
final class StandIn {
  private StandIn() {}

  /** The statement with stand-ins, behind {@code prefix}. */
  static Rewriting of(Script script, Part.Fed part, String prefix) {
    Rewriting statement = new Rewriting(script, part);
    statement.insert(prefix, part.start());
    int from = part.start();
    for (int i = 0; i < part.sources().size(); i++) {
      RowSource source = part.sources().get(i);
      Call call = source.call();
      statement.copy(from, call.start());
      statement.insert(
          "pg_catalog.json_to_recordset(pg_catalog.json_build_array(" + mark(i), call.start());
      arguments(statement, call, script);
      statement.insert("))", call.start());
      tail(statement, source);
      from = source.end();
    }
    return statement.copy(from, part.end());
  }

  /** What a plan shows of a source that the statement would evaluate. */
  static String mark(int source) {
    return "'pg_background source " + source + ".'";
  }

  /** Each in a function that takes just one value of the parameter's type. */
  private static void arguments(Rewriting statement, Call call, Script script) {
    ArgumentValues.inTextOrder(call)
        .forEach(
            (argument, type) -> {
              if (argument instanceof Argument.Nested nested) {
                arguments(statement, nested.call(), script);
                return;
              }
              boolean text = type == BackgroundFunction.Type.TEXT;
              statement
                  .insert(", ", call.start())
                  .insert(
                      "pg_catalog." + (text ? "textcat((" : "int4up(("),
                      call.start(),
                      error -> NoSuchFunction.of(error, call, argument, type, script.sql()))
                  .copy(argument.start(), argument.end())
                  .insert(text ? "), '')" : "))", call.start());
            });
  }

  /** The tail, by which the rows go by the call's name, not by the stand-in's. */
  static void tail(Rewriting statement, RowSource source) {
    String name = source.inRowsFrom() ? " as " : " as " + Identifiers.quote(source.name());
    statement.insert(name, source.call().start()).copy(source.listStart(), source.end());
  }
}
