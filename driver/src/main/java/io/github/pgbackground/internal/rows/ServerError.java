package io.github.pgbackground.internal.rows;

import java.sql.SQLWarning;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLWarning;
import org.postgresql.util.ServerErrorMessage;

/**
 * An error with the fields of PostgreSQL's ErrorResponse, before it becomes a {@link
 * PSQLException}.
 *
 * <p>Errors that this driver raises in a server's place are built here, so that {@link
 * PSQLException#getServerErrorMessage()} is filled as if the server had sent them.
 */
public record ServerError(
    String sqlState,
    String message,
    @Nullable String detail,
    @Nullable String hint,
    int position,
    @Nullable String where,
    @Nullable Inner inner,
    @Nullable ServerErrorMessage origin) {

  /** A query that a function of the server has run, and the place of the error in it, from 1. */
  public record Inner(String query, int position) {
    static @Nullable Inner of(ServerErrorMessage origin) {
      String query = origin.getInternalQuery();
      return query == null ? null : new Inner(query, origin.getInternalPosition());
    }
  }

  public static ServerError of(String sqlState, String message) {
    return new ServerError(sqlState, message, null, null, 0, null, null, null);
  }

  /** The error a server sent, every field of it kept; severities above ERROR become ERROR. */
  public static ServerError of(ServerErrorMessage origin) {
    return new ServerError(
        origin.getSQLState() == null ? "XX000" : origin.getSQLState(),
        origin.getMessage() == null ? "" : origin.getMessage(),
        origin.getDetail(),
        origin.getHint(),
        origin.getPosition(),
        origin.getWhere(),
        Inner.of(origin),
        origin);
  }

  public ServerError withMessage(String newMessage) {
    return new ServerError(sqlState, newMessage, detail, hint, position, where, inner, origin);
  }

  public ServerError withDetail(@Nullable String newDetail) {
    return new ServerError(sqlState, message, newDetail, hint, position, where, inner, origin);
  }

  public ServerError withHint(@Nullable String newHint) {
    return new ServerError(sqlState, message, detail, newHint, position, where, inner, origin);
  }

  /**
   * Says where in the statement the error is.
   *
   * @param newPosition characters into the statement the application sent, from 1; 0 for none
   */
  public ServerError withPosition(int newPosition) {
    return new ServerError(sqlState, message, detail, hint, newPosition, where, inner, origin);
  }

  /** Replaces the lines of the context. */
  public ServerError withWhere(@Nullable String newWhere) {
    return new ServerError(sqlState, message, detail, hint, position, newWhere, inner, origin);
  }

  public ServerError withInner(@Nullable Inner newInner) {
    return new ServerError(sqlState, message, detail, hint, position, where, newInner, origin);
  }

  /** Adds the outermost line of the context. */
  public ServerError within(String context) {
    String lines = where == null || where.isEmpty() ? context : where + "\n" + context;
    return new ServerError(sqlState, message, detail, hint, position, lines, inner, origin);
  }

  public PSQLException toException() {
    return new PSQLException(new ServerErrorMessage(wire("ERROR")));
  }

  /** The fields as the messages of a server carry them: a letter, the text, a zero byte. */
  public String wire(String severity) {
    StringBuilder wire = new StringBuilder();
    field(wire, 'S', severity);
    field(wire, 'V', severity);
    field(wire, 'C', sqlState);
    field(wire, 'M', message);
    field(wire, 'D', detail);
    field(wire, 'H', hint);
    field(wire, 'P', position > 0 ? Integer.toString(position) : null);
    field(wire, 'W', where);
    if (inner != null) {
      field(wire, 'p', inner.position() > 0 ? Integer.toString(inner.position()) : null);
      field(wire, 'q', inner.query());
    }
    if (origin != null) {
      field(wire, 's', origin.getSchema());
      field(wire, 't', origin.getTable());
      field(wire, 'c', origin.getColumn());
      field(wire, 'd', origin.getDatatype());
      field(wire, 'n', origin.getConstraint());
      field(wire, 'F', origin.getFile());
      field(wire, 'L', origin.getLine() > 0 ? Integer.toString(origin.getLine()) : null);
      field(wire, 'R', origin.getRoutine());
    }
    return wire.toString();
  }

  /**
   * A server's warning in other words; the very object if they are no others, or it is nobody's.
   */
  public static SQLWarning reworded(SQLWarning warning, UnaryOperator<ServerError> words) {
    ServerErrorMessage sent =
        warning instanceof PSQLWarning fromServer ? fromServer.getServerErrorMessage() : null;
    if (sent == null) {
      return warning;
    }
    ServerError said = of(sent);
    ServerError other = words.apply(said);
    String severity = sent.getSeverity();
    return other.equals(said)
        ? warning
        : new PSQLWarning(new ServerErrorMessage(other.wire(severity == null ? "" : severity)));
  }

  private static void field(StringBuilder wire, char type, @Nullable String text) {
    if (text != null) {
      wire.append(type).append(text).append('\0');
    }
  }
}
