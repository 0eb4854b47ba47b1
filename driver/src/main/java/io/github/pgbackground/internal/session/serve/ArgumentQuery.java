package io.github.pgbackground.internal.session.serve;

import io.github.pgbackground.internal.rows.ServerError;
import io.github.pgbackground.internal.session.Execution;
import io.github.pgbackground.internal.sql.Argument;
import io.github.pgbackground.internal.sql.BackgroundFunction;
import io.github.pgbackground.internal.sql.Call;
import io.github.pgbackground.internal.sql.Parameters;
import io.github.pgbackground.internal.sql.Script;
import io.github.pgbackground.internal.sql.text.Position;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * The one SELECT that has the server evaluate arguments this side cannot.
 *
 * <p>Each argument stands in a catalog function that takes just one value of the parameter's type,
 * so that the server resolves and coerces it as it would for the call: {@code textcat(…, '')} and
 * {@code int4up(…)} have no other overloads and give their value back.
 */
final class ArgumentQuery {
  private static final String SELECT = "select ";

  private final Script script;
  private final List<Piece> pieces = new ArrayList<>();
  private final StringBuilder sql = new StringBuilder();

  /** An argument, where it starts in this query, and the function its value is coerced by. */
  private record Piece(
      Call call, Argument argument, BackgroundFunction.Type type, int start, int argumentStart) {}

  ArgumentQuery(Script script) {
    this.script = script;
  }

  boolean isEmpty() {
    return pieces.isEmpty();
  }

  /** Adds all arguments of a call and of the calls in it. */
  void addAll(Call call) {
    ArgumentValues.inTextOrder(call)
        .forEach(
            (argument, type) -> {
              if (argument instanceof Argument.Nested nested) {
                addAll(nested.call());
              } else {
                add(call, argument, type);
              }
            });
  }

  /**
   * @param before other items of the SELECT list
   */
  String text(String... before) {
    List<String> items = new ArrayList<>(List.of(before));
    if (!pieces.isEmpty()) {
      items.add(sql.toString());
    }
    return SELECT + String.join(", ", items);
  }

  void add(Call call, Argument argument, BackgroundFunction.Type type) {
    if (!pieces.isEmpty()) {
      sql.append(", ");
    }
    int start = SELECT.length() + sql.length();
    sql.append(
        type == BackgroundFunction.Type.TEXT ? "pg_catalog.textcat((" : "pg_catalog.int4up((");
    pieces.add(new Piece(call, argument, type, start, SELECT.length() + sql.length()));
    sql.append(script.sql(), argument.start(), argument.end());
    sql.append(type == BackgroundFunction.Type.TEXT ? "), '')" : "))");
  }

  /** The values, String or Integer or null, in the order in which the arguments were added. */
  List<@Nullable Object> evaluate(BaseConnection connection, Execution execution, Bindings bindings)
      throws SQLException {
    List<Integer> ordinals = ordinals();
    if (ordinals.isEmpty()) {
      try (Statement statement = connection.createStatement()) {
        return execution.onServer(statement, () -> read(statement.executeQuery(text())));
      } catch (PSQLException e) {
        throw translated(e);
      }
    }
    try (PreparedStatement statement = connection.prepareStatement(text())) {
      for (int i = 0; i < ordinals.size(); i++) {
        bindings.bind(ordinals.get(i), statement, i + 1);
      }
      return execution.onServer(statement, () -> read(statement.executeQuery()));
    } catch (PSQLException e) {
      throw translated(e);
    }
  }

  private List<Integer> ordinals() {
    List<Integer> ordinals = new ArrayList<>();
    for (Piece piece : pieces) {
      if (piece.argument() instanceof Argument.Parameter parameter) {
        ordinals.add(parameter.ordinal());
      } else if (piece.argument() instanceof Argument.Expression expression) {
        Parameters inside = expression.parameters();
        for (int i = 0; i < inside.count(); i++) {
          ordinals.add(inside.first() + i);
        }
      }
    }
    return ordinals;
  }

  private List<@Nullable Object> read(ResultSet row) throws SQLException {
    try (row) {
      if (!row.next() || !row.isLast()) {
        throw severalValues();
      }
      List<@Nullable Object> values = new ArrayList<>();
      for (int i = 1; i <= pieces.size(); i++) {
        values.add(
            pieces.get(i - 1).type() == BackgroundFunction.Type.TEXT
                ? row.getString(i)
                : (Object) integer(row, i));
      }
      return values;
    }
  }

  /** A set-returning function: the server would make a call for each of its values. */
  private SQLException severalValues() {
    Call call = pieces.get(0).call();
    return ServerError.of(
            "0A000", "set-returning arguments of " + call.function().name() + " cannot be served")
        .withDetail("The arguments did not give exactly one row of values; nothing was launched.")
        .withHint("Run one statement for each value.")
        .withPosition(Position.at(script.sql(), call.start()))
        .toException();
  }

  private static @Nullable Integer integer(ResultSet row, int column) throws SQLException {
    int value = row.getInt(column);
    return row.wasNull() ? null : value;
  }

  /** The error as the server would have raised it for the application's own text. */
  private PSQLException translated(PSQLException e) {
    ServerErrorMessage sent = e.getServerErrorMessage();
    if (sent == null || sent.getPosition() == 0) {
      return e;
    }
    String asked = text();
    int offset = Position.offset(asked, sent.getPosition(), !ordinals().isEmpty());
    for (int i = pieces.size() - 1; i >= 0; i--) {
      Piece piece = pieces.get(i);
      if (offset >= piece.argumentStart()) {
        int there = piece.argument().start() + (offset - piece.argumentStart());
        int position = Position.at(script.sql(), Math.min(there, piece.argument().end()));
        return ServerError.of(sent).withPosition(position).toException();
      } else if (offset >= piece.start()) {
        return noSuchFunction(ServerError.of(sent), piece, script.sql());
      }
    }
    return e;
  }

  /** {@code function pg_catalog.int4up(bigint) does not exist}, said of the function called. */
  private static PSQLException noSuchFunction(ServerError error, Piece failed, String sql) {
    String message = error.message();
    int name = message.indexOf("pg_catalog.");
    int open = message.indexOf('(', Math.max(name, 0));
    int close = message.lastIndexOf(')');
    ServerError there = error.withPosition(Position.at(sql, failed.call().start()));
    if (name < 0 || open < 0 || close < open) {
      return there.toException();
    }
    String given = message.substring(open + 1, close);
    String type =
        failed.type() == BackgroundFunction.Type.TEXT ? given.replace(", unknown", "") : given;
    return there
        .withMessage(
            message.substring(0, name)
                + failed.call().function().name()
                + "("
                + argumentTypes(failed, type)
                + message.substring(close))
        .toException();
  }

  /** The types of a call's arguments; of those the server has not complained about, the likely. */
  private static String argumentTypes(Piece failed, String failedType) {
    List<String> types = new ArrayList<>();
    for (int i = 0; i < failed.call().arguments().size(); i++) {
      Argument argument = failed.call().arguments().get(i);
      if (argument == failed.argument()) {
        types.add(failedType);
      } else if (argument instanceof Argument.Text || argument instanceof Argument.Null) {
        types.add("unknown");
      } else if (argument != null) {
        types.add(
            failed.call().function().parameters().get(i).type() == BackgroundFunction.Type.TEXT
                ? "text"
                : "integer");
      }
    }
    return String.join(", ", types);
  }
}
