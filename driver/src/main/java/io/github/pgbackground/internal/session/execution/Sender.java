package io.github.pgbackground.internal.session.execution;

import io.github.pgbackground.internal.rows.ServerError;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLWarning;
import org.postgresql.util.ServerErrorMessage;

/** Sends SQL of this driver's own on a session's connection, as part of one execution. */
public final class Sender {
  private final BaseConnection connection;
  private final Execution execution;

  public Sender(BaseConnection connection, Execution execution) {
    this.connection = connection;
    this.execution = execution;
  }

  /** Takes what is wanted out of the only row of a query. */
  @FunctionalInterface
  public interface Reading<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** Asks for one row. */
  public <T> T ask(String query, Reading<T> reading, @Nullable Object... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      return execution.onServer(
          statement,
          () -> {
            try (ResultSet row = statement.executeQuery()) {
              row.next();
              return reading.read(row);
            }
          });
    }
  }

  /** Asks for the texts in the first column of a query. */
  public List<String> list(String query, @Nullable Object... values) throws SQLException {
    return ask(
        "select coalesce(pg_catalog.array_agg(item), '{}') from (" + query + ") as items(item)",
        row -> List.of((String[]) row.getArray(1).getArray()),
        values);
  }

  /**
   * Runs statements; what the server has to say to them is given, not shown.
   *
   * @throws SQLException the server's own, without where in the statements it is
   */
  public List<ServerErrorMessage> run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      execution.onServer(() -> statement.execute(sql));
      List<ServerErrorMessage> notices = new ArrayList<>();
      for (SQLWarning next = statement.getWarnings(); next != null; next = next.getNextWarning()) {
        ServerErrorMessage sent =
            next instanceof PSQLWarning warning ? warning.getServerErrorMessage() : null;
        if (sent != null) {
          notices.add(sent);
        }
      }
      return notices;
    } catch (PSQLException e) {
      throw withoutPlace(e);
    }
  }

  /** Runs a statement as if the application had sent it. */
  public void pass(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      execution.onServer(statement, () -> statement.execute(sql));
    } catch (PSQLException e) {
      throw withoutPlace(e);
    }
  }

  private static PSQLException withoutPlace(PSQLException error) {
    ServerErrorMessage sent = error.getServerErrorMessage();
    if (sent == null || sent.getSQLState() == null || sent.getMessage() == null) {
      return error;
    }
    PSQLException shown =
        ServerError.of(sent.getSQLState(), sent.getMessage())
            .withDetail(sent.getDetail())
            .withHint(sent.getHint())
            .toException();
    shown.initCause(error);
    return shown;
  }

  /** Gives the application a notice, as the server would. */
  public void notice(String sqlState, String message, @Nullable String detail) {
    String wire = ServerError.of(sqlState, message).withDetail(detail).wire("NOTICE");
    execution.warn(new PSQLWarning(new ServerErrorMessage(wire)));
  }
}
