package io.github.pgbackground.internal.session.configure;

import io.github.pgbackground.internal.rows.ServerError;
import io.github.pgbackground.internal.session.Session;
import io.github.pgbackground.internal.session.argument.Bindings;
import io.github.pgbackground.internal.session.argument.Coercion;
import io.github.pgbackground.internal.session.execution.Execution;
import io.github.pgbackground.internal.sql.Argument;
import io.github.pgbackground.internal.sql.BackgroundFunction;
import io.github.pgbackground.internal.sql.Parameters;
import io.github.pgbackground.internal.sql.Script;
import io.github.pgbackground.internal.sql.text.Position;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * The value that a statement computes for a setting, where it depends on nothing else of the
 * statement: the server is asked for it once, before.
 *
 * @param parameters those in it, which the statement is left without
 */
record ComputedValue(Script script, Argument argument, Parameters parameters) {
  private static final BackgroundFunction.Type TEXT = BackgroundFunction.Type.TEXT;
  private static final String SELECT = "select " + Coercion.before(TEXT);
  private static final String NO_SUCH_FUNCTION = "42883";
  private static final String CALL = "set_config";

  static ComputedValue of(Script script, Argument argument) {
    return new ComputedValue(
        script,
        argument,
        argument instanceof Argument.Parameter parameter
            ? new Parameters(parameter.ordinal(), 1)
            : ((Argument.Expression) argument).parameters());
  }

  /**
   * Evaluates it.
   *
   * @return null where it is null, or more than one: the statement goes on as it is
   */
  @Nullable String evaluate(Bindings bindings, Session session, Execution execution)
      throws SQLException {
    session.touched();
    String sql =
        SELECT + script.sql().substring(argument.start(), argument.end()) + Coercion.behind(TEXT);
    try (PreparedStatement statement = session.connection().prepareStatement(sql)) {
      for (int i = 0; i < parameters.count(); i++) {
        bindings.bind(parameters.first() + i, statement, i + 1);
      }
      return execution.onServer(statement, () -> only(statement.executeQuery())).orElse(null);
    } catch (PSQLException e) {
      throw translated(e, sql);
    }
  }

  private static Optional<String> only(ResultSet row) throws SQLException {
    try (row) {
      String value = row.next() ? row.getString(1) : null;
      return Optional.ofNullable(row.next() ? null : value);
    }
  }

  /** The error as the server would have raised it for the application's own text. */
  private PSQLException translated(PSQLException error, String sql) {
    ServerErrorMessage sent = error.getServerErrorMessage();
    if (sent == null || sent.getPosition() == 0) {
      return error;
    }
    int offset = Position.offset(sql, sent.getPosition(), parameters.count() > 0);
    ServerError there = ServerError.of(sent);
    if (offset < SELECT.length() && NO_SUCH_FUNCTION.equals(sent.getSQLState())) {
      return at(script.sql().lastIndexOf(CALL, argument.start()), asCalled(there));
    }
    int inArgument = argument.start() + Math.max(0, offset - SELECT.length());
    return at(Math.min(inArgument, argument.end()), there);
  }

  private PSQLException at(int offset, ServerError error) {
    return error.withPosition(Position.at(script.sql(), Math.max(0, offset))).toException();
  }

  /** {@code function pg_catalog.textcat(integer, unknown) does not exist}, said of the call. */
  private static ServerError asCalled(ServerError error) {
    return error.withMessage(
        error
            .message()
            .replace("pg_catalog.textcat(", CALL + "(unknown, ")
            .replace(", unknown)", ", boolean)"));
  }
}
