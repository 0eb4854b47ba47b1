package io.github.pgbackground.internal.presence;

import io.github.pgbackground.internal.rows.ServerError;
import java.util.regex.Pattern;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Says what helps where somebody may call a function of an installed bridge, but not what it is
 * made of: the driver has not seen that he was granted the one.
 */
final class DeniedFunction {
  private static final String DENIED = "42501";

  /** As a message shows it, in any language. */
  private static final Pattern INNER = Pattern.compile("\\bpgbackground_\\w+");

  private static final String HINT =
      "The right to what functions of pg_background are made of comes with"
          + " grant_pg_background_privileges, with a GRANT through this driver, and, for other GRANTs,"
          + " with ALTER EXTENSION pg_background UPDATE.";

  private DeniedFunction() {}

  /** The error itself, unless it is about a function that others are made of. */
  static PSQLException hinted(PSQLException error) {
    ServerErrorMessage sent = error.getServerErrorMessage();
    if (sent == null
        || !DENIED.equals(sent.getSQLState())
        || sent.getHint() != null
        || !INNER.matcher(String.valueOf(sent.getMessage())).find()) {
      return error;
    }
    PSQLException hinted = ServerError.of(sent).withHint(HINT).toException();
    hinted.initCause(error);
    return hinted;
  }
}
