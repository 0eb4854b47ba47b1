package io.github.pgbackground.internal.presence;

import io.github.pgbackground.internal.rows.ServerError;
import io.github.pgbackground.internal.sql.BackgroundFunction;
import io.github.pgbackground.internal.sql.BackgroundFunction.Parameter;
import io.github.pgbackground.internal.sql.FunctionTable;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Says what helps where the server does not have a function that pg_background has. */
final class MissingFunction {
  private static final String NO_SUCH_FUNCTION = "42883";

  /** As a message shows it, in any language, with the types of its arguments. */
  private static final Pattern CALL =
      Pattern.compile("(?<![\\w.])(?:public\\.)?(pg_background_\\w+)\\(([^()]*)\\)");

  private static final Pattern ARGUMENT = Pattern.compile("(?:(\\w+) => )?([^,]+)(?:, |$)");

  private static final String HINT =
      "Code that the driver does not see, and what is to stay on the server, finds the functions of"
          + " pg_background after CREATE EXTENSION pg_background.";

  private MissingFunction() {}

  /** The error itself, unless it is about such a function. */
  static PSQLException hinted(PSQLException error) {
    ServerErrorMessage sent = error.getServerErrorMessage();
    if (sent == null || !NO_SUCH_FUNCTION.equals(sent.getSQLState())) {
      return error;
    }
    ServerError there = ServerError.of(sent);
    Matcher call = CALL.matcher(there.message());
    if (!call.find() || !isOne(call.group(1), call.group(2))) {
      return error;
    }
    String before = there.hint() == null ? "" : there.hint() + " ";
    PSQLException hinted = there.withHint(before + HINT).toException();
    hinted.initCause(error);
    return hinted;
  }

  /** Whether the extension would have it. */
  private static boolean isOne(String name, String arguments) {
    BackgroundFunction function = FunctionTable.V1_8.find(name);
    if (function == null) {
      return false;
    }
    List<Parameter> parameters = function.parameters();
    int count = 0;
    for (Matcher next = ARGUMENT.matcher(arguments); next.find(); count++) {
      int place = next.group(1) == null ? count : function.indexOf(next.group(1));
      if (place < 0 || place >= parameters.size() || !fits(next.group(2), parameters.get(place))) {
        return false;
      }
    }
    return count >= parameters.stream().filter(parameter -> !parameter.optional()).count();
  }

  /** Whether a value of a type is taken for a parameter without a cast that says so. */
  private static boolean fits(String type, Parameter parameter) {
    return switch (type) {
      case "unknown" -> true;
      case "text", "character varying", "character", "name" ->
          parameter.type() == BackgroundFunction.Type.TEXT;
      case "smallint", "integer" -> parameter.type() != BackgroundFunction.Type.TEXT;
      case "bigint" -> parameter.type() == BackgroundFunction.Type.INT8;
      default -> false;
    };
  }
}
