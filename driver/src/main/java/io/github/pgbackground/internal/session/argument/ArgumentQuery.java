package io.github.pgbackground.internal.session.argument;

import io.github.pgbackground.internal.session.execution.Execution;
import io.github.pgbackground.internal.sql.Argument;
import io.github.pgbackground.internal.sql.BackgroundFunction;
import io.github.pgbackground.internal.sql.Call;
import io.github.pgbackground.internal.sql.Parameters;
import io.github.pgbackground.internal.sql.Script;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.util.PSQLException;

/**
 * The one SELECT that has the server evaluate arguments this side cannot, each in its {@link
 * Coercion}.
 */
public final class ArgumentQuery {
  private static final String SELECT = "select ";

  private final Script script;
  private final List<Piece> pieces = new ArrayList<>();
  private final StringBuilder sql = new StringBuilder();

  /** An argument, where it starts in this query, and the function its value is coerced by. */
  record Piece(
      Call call, Argument argument, BackgroundFunction.Type type, int start, int argumentStart) {}

  public ArgumentQuery(Script script) {
    this.script = script;
  }

  boolean isEmpty() {
    return pieces.isEmpty();
  }

  /** Adds all arguments of a call and of the calls in it. */
  public void addAll(Call call) {
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
   * The query's text.
   *
   * @param before other items of the SELECT list
   */
  public String text(String... before) {
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
    sql.append(Coercion.before(type));
    pieces.add(new Piece(call, argument, type, start, SELECT.length() + sql.length()));
    sql.append(script.sql(), argument.start(), argument.end());
    sql.append(Coercion.behind(type));
  }

  /** The values, String, Integer, Long or null, in the order in which the arguments were added. */
  List<@Nullable Object> evaluate(BaseConnection connection, Execution execution, Bindings bindings)
      throws SQLException {
    List<Integer> ordinals = ordinals();
    if (ordinals.isEmpty()) {
      try (Statement statement = connection.createStatement()) {
        return execution.onServer(statement, () -> read(statement.executeQuery(text())));
      } catch (PSQLException e) {
        throw errors().translated(e);
      }
    }
    try (PreparedStatement statement = connection.prepareStatement(text())) {
      for (int i = 0; i < ordinals.size(); i++) {
        bindings.bind(ordinals.get(i), statement, i + 1);
      }
      return execution.onServer(statement, () -> read(statement.executeQuery()));
    } catch (PSQLException e) {
      throw errors().translated(e);
    }
  }

  private ArgumentErrors errors() {
    return new ArgumentErrors(script, text(), !ordinals().isEmpty(), pieces);
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
        throw errors().severalValues();
      }
      List<@Nullable Object> values = new ArrayList<>();
      for (int i = 1; i <= pieces.size(); i++) {
        values.add(value(row, i, pieces.get(i - 1).type()));
      }
      return values;
    }
  }

  private static @Nullable Object value(ResultSet row, int column, BackgroundFunction.Type type)
      throws SQLException {
    Object value =
        switch (type) {
          case TEXT -> row.getString(column);
          case INT4 -> row.getInt(column);
          default -> row.getLong(column);
        };
    return row.wasNull() ? null : value;
  }
}
