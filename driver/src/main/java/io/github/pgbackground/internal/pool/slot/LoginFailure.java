package io.github.pgbackground.internal.pool.slot;

import io.github.pgbackground.internal.rows.ServerError;
import java.sql.SQLException;
import java.util.Set;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;
import org.postgresql.util.ServerErrorMessage;

/** What to make of a login that failed. */
public final class LoginFailure {
  private static final String FULL = "53300";

  /** The server is not there yet, goes away just now, or has no room: another try may succeed. */
  private static final Set<String> PASSING =
      Set.of("08001", "08006", FULL, "57P01", "57P02", "57P03", "57P05");

  private LoginFailure() {}

  public static boolean isPassing(SQLException failure) {
    return PASSING.contains(String.valueOf(failure.getSQLState()));
  }

  /** Whether the server has no room for another connection. */
  public static boolean isFull(SQLException failure) {
    return FULL.equals(failure.getSQLState());
  }

  /** The error of the launch that needed the login. */
  public static SQLException ofLaunch(SQLException failure) {
    ServerErrorMessage sent =
        failure instanceof PSQLException fromServer ? fromServer.getServerErrorMessage() : null;
    if (sent == null || !isFull(failure) || sent.getHint() != null) {
      return failure;
    }
    PSQLException hinting =
        ServerError.of(sent)
            .withHint(
                "Workers are connections of their own. Lower pgbackground.maxWorkers so that all"
                    + " clients fit, or let jobs wait in line with pgbackground.overflow=queue.")
            .toException();
    hinting.initCause(failure);
    return hinting;
  }

  /** What is not an error of SQL, out of memory say, as one. */
  public static SQLException of(Throwable thrown) {
    return new PSQLException(
        "A worker cannot be started: " + thrown, PSQLState.UNEXPECTED_ERROR, thrown);
  }
}
