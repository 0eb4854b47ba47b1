package io.github.pgbackground.internal.presence;

import io.github.pgbackground.internal.rows.ServerError;
import java.util.regex.Pattern;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Says what helps where somebody may call a function of an installed bridge, but not what it is
 * made of: another program has granted him the one.
 */
final class DeniedFunction {
  private static final String DENIED = "42501";

  /** As a message shows it, in any language. */
  private static final Pattern INNER = Pattern.compile("\\bpgbackground_\\w+");

  private static final String HINT =
      "Whoever was granted a function of pg_background by another program needs what it is made of,"
          + " too: the owner runs grant_pg_background_privileges for him, or GRANT or"
          + " ALTER EXTENSION pg_background UPDATE through this driver.";

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
