package io.github.pgbackground.internal.presence;

import io.github.pgbackground.internal.rows.ServerError;
import io.github.pgbackground.internal.sql.FunctionTable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Says what helps where the server knows no function of a name of pg_background's. */
final class MissingFunction {
  private static final String NO_SUCH_FUNCTION = "42883";

  /** As a message shows it, in any language; one in the schema of temporary objects is known. */
  private static final Pattern NAME =
      Pattern.compile("(?<![\\w.])(?:public\\.)?(pg_background_\\w+)\\(");

  private static final String HINT =
      "Code that the driver does not see finds the functions of pg_background after"
          + " CREATE EXTENSION pg_background.";

  private MissingFunction() {}

  /** The error itself, unless it is about such a function that code on the server calls. */
  static PSQLException hinted(PSQLException error) {
    ServerErrorMessage sent = error.getServerErrorMessage();
    boolean isInCode = sent != null && sent.getPosition() == 0;
    if (sent == null || !isInCode || !NO_SUCH_FUNCTION.equals(sent.getSQLState())) {
      return error;
    }
    ServerError there = ServerError.of(sent);
    Matcher name = NAME.matcher(there.message());
    if (!name.find() || FunctionTable.V1_8.find(name.group(1)) == null) {
      return error;
    }
    String before = there.hint() == null ? "" : there.hint() + " ";
    PSQLException hinted = there.withHint(before + HINT).toException();
    hinted.initCause(error);
    return hinted;
  }
}
