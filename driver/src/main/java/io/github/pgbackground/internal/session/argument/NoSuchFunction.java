package io.github.pgbackground.internal.session.argument;

import io.github.pgbackground.internal.rows.ServerError;
import io.github.pgbackground.internal.sql.Argument;
import io.github.pgbackground.internal.sql.BackgroundFunction;
import io.github.pgbackground.internal.sql.Call;
import io.github.pgbackground.internal.sql.text.Position;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.util.PSQLException;

/** The server's error for an argument of a type that the function does not take. */
public final class NoSuchFunction {
  private NoSuchFunction() {}

  /** {@code function pg_catalog.int4up(bigint) does not exist}, said of the function called. */
  public static PSQLException of(
      ServerError error,
      Call call,
      Argument failed,
      BackgroundFunction.Type failedType,
      String sql) {
    String message = error.message();
    int name = message.indexOf("pg_catalog.");
    int open = message.indexOf('(', Math.max(name, 0));
    int close = message.lastIndexOf(')');
    ServerError there = error.withPosition(Position.at(sql, call.start()));
    if (name < 0 || open < 0 || close < open) {
      return there.toException();
    }
    String given = message.substring(open + 1, close);
    String type =
        failedType == BackgroundFunction.Type.TEXT ? given.replace(", unknown", "") : given;
    return there
        .withMessage(
            message.substring(0, name)
                + call.function().name()
                + "("
                + argumentTypes(call, failed, type)
                + message.substring(close))
        .toException();
  }

  /** The types of a call's arguments; of those the server has not complained about, the likely. */
  private static String argumentTypes(Call call, Argument failed, String failedType) {
    List<String> types = new ArrayList<>();
    for (int i = 0; i < call.arguments().size(); i++) {
      Argument argument = call.arguments().get(i);
      if (argument == failed) {
        types.add(failedType);
      } else if (argument instanceof Argument.Text || argument instanceof Argument.Null) {
        types.add("unknown");
      } else if (argument instanceof Argument.Whole whole) {
        types.add(whole.value() == (int) whole.value() ? "integer" : "bigint");
      } else if (argument != null) {
        types.add(
            switch (call.function().parameters().get(i).type()) {
              case TEXT -> "text";
              case INT4 -> "integer";
              default -> "bigint";
            });
      }
    }
    return String.join(", ", types);
  }
}
