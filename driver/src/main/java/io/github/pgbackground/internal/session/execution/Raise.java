package io.github.pgbackground.internal.session.execution;

import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.Utils;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** An error as SQL that raises it in a session. */
public final class Raise {
  private Raise() {}

  /**
   * Has the session's server raise an error.
   *
   * @param error gets what else goes wrong
   * @param execution the one that fails, which may have been ended already
   */
  public static void on(BaseConnection connection, SQLException error, Execution execution) {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      String raise = statement(error);
      execution.orGiveUp(() -> statement.execute(raise));
    } catch (SQLException raised) {
      if (raised != error
          && !(raised instanceof PSQLException sent && sent.getServerErrorMessage() != null)) {
        error.addSuppressed(raised);
      }
    }
  }

  /** A DO block that fails with the error's SQLSTATE, message, detail and hint. */
  private static String statement(SQLException error) throws SQLException {
    ServerErrorMessage sent =
        error instanceof PSQLException fromServer ? fromServer.getServerErrorMessage() : null;
    String state = error.getSQLState();
    StringBuilder raise = new StringBuilder("begin raise exception using errcode = ");
    literal(raise, state == null || !state.matches("[0-9A-Z]{5}") ? "XX000" : state);
    option(raise, "message", sent == null ? error.getMessage() : sent.getMessage());
    option(raise, "detail", sent == null ? null : sent.getDetail());
    option(raise, "hint", sent == null ? null : sent.getHint());
    raise.append("; end");
    StringBuilder block = new StringBuilder("do language plpgsql ");
    literal(block, raise.toString());
    return block.toString();
  }

  private static void option(StringBuilder raise, String name, @Nullable String text)
      throws SQLException {
    if (text != null) {
      raise.append(", ").append(name).append(" = ");
      literal(raise, text);
    }
  }

  /** An escape string: it means the same whatever standard_conforming_strings is. */
  private static void literal(StringBuilder sql, String text) throws SQLException {
    sql.append("E'");
    Utils.escapeLiteral(sql, text, false).append('\'');
  }
}
