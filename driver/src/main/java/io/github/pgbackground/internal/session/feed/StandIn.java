package io.github.pgbackground.internal.session.feed;

import io.github.pgbackground.internal.session.argument.ArgumentValues;
import io.github.pgbackground.internal.session.argument.Coercion;
import io.github.pgbackground.internal.session.argument.NoSuchFunction;
import io.github.pgbackground.internal.session.rewrite.Rewriting;
import io.github.pgbackground.internal.sql.Argument;
import io.github.pgbackground.internal.sql.Call;
import io.github.pgbackground.internal.sql.Part;
import io.github.pgbackground.internal.sql.RowSource;
import io.github.pgbackground.internal.sql.Script;
import io.github.pgbackground.internal.sql.text.Identifiers;
import java.util.List;

/**
 * The statement with a catalog function in the place of each call, of the same result type, around
 * the same arguments: the server can say of it what it would say of the statement, and what it
 * would do. It is never run.
 */
final class StandIn {
  /** What gives rows of any columns. */
  static final String FUNCTION = "pg_catalog.json_to_recordset";

  private StandIn() {}

  /** The statement with stand-ins, behind {@code prefix}. */
  static Rewriting of(Script script, Part.Fed part, String prefix) {
    Rewriting statement = new Rewriting(script, part, part.marks());
    statement.insert(prefix, part.start());
    int from = part.start();
    for (int i = 0; i < part.sources().size(); i++) {
      RowSource source = part.sources().get(i);
      Call call = source.call();
      statement.copy(from, call.start());
      head(statement, source);
      statement.insert(FUNCTION + "(pg_catalog.json_build_array(" + mark(i), call.start());
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
              statement
                  .insert(", ", call.start())
                  .insert(
                      Coercion.before(type),
                      call.start(),
                      error -> NoSuchFunction.of(error, call, argument, type, script.sql()))
                  .copy(argument.start(), argument.end())
                  .insert(Coercion.behind(type), call.start());
            });
  }

  /**
   * What stands before a function of the rows: one that gives records of any columns, in the place
   * of one that needs no column definition list, is given its list in parentheses of its own.
   */
  static void head(Rewriting statement, RowSource source) {
    if (!source.hasDefinitions() && !source.inRowsFrom()) {
      statement.insert("rows from (", source.call().start());
    }
  }

  /** The tail, by which the rows go by the call's name, not by the stand-in's. */
  static void tail(Rewriting statement, RowSource source) {
    int place = source.call().start();
    String name = Identifiers.quote(source.name());
    if (source.hasDefinitions()) {
      statement
          .insert(source.inRowsFrom() ? " as " : " as " + name, place)
          .copy(source.tailStart(), source.end());
      return;
    }
    List<String> definitions =
        source.columns().stream()
            .map(column -> Identifiers.quote(column.name()) + ' ' + column.type())
            .toList();
    statement.insert(" as (" + String.join(", ", definitions) + ")", place);
    if (!source.inRowsFrom()) {
      statement.insert(")", place).copy(source.tailStart(), source.end());
      statement.insert(source.alias() == null ? " as " + name : "", place);
    }
  }
}
