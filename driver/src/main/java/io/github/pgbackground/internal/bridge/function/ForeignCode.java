package io.github.pgbackground.internal.bridge.function;

import io.github.pgbackground.internal.rows.ServerError;
import io.github.pgbackground.internal.session.execution.SessionWire;
import io.github.pgbackground.internal.sql.Part.Code;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.util.PSQLException;

/**
 * Says whether code that runs as somebody else may run before the server looks up all names of a
 * statement. It could put a function of its own beside a temporary one, or in its place, and that
 * would run with the rights of the session. What else such a statement runs has these rights
 * anyway.
 */
final class ForeignCode {
  /** In SQL, that there is none. */
  static final String NONE = "false";

  /**
   * Whether there can be any: a function that runs as one who may not become the session's user, or
   * a table of such a one's. Not the server's own, which its superuser owns and whose OIDs are less
   * than 16384: so an index finds the few that there are.
   */
  private static final String SOME =
      """
      (exists (select from pg_catalog.pg_proc as d
          where d.oid operator(pg_catalog.>=) 16384 and d.prosecdef
            and not pg_catalog.pg_has_role(d.proowner, session_user, 'MEMBER'))
        or exists (select from pg_catalog.pg_class as r
          where r.oid operator(pg_catalog.>=) 16384
            and r.relkind operator(pg_catalog.=) any ('{r,p,m}'::pg_catalog."char"[])
            and not pg_catalog.pg_has_role(r.relowner, session_user, 'MEMBER')))""";

  private ForeignCode() {}

  /**
   * An expression that is true if there is any that could run.
   *
   * @param code null if all names are looked up before anything runs
   */
  static String any(@Nullable Code code) {
    return code == null ? NONE : SOME;
  }

  /**
   * Asks one of the temporary functions, which takes longer: need be asked only if there is any.
   *
   * @throws PSQLException 42501 if any may run
   */
  static void check(Code code, BaseConnection connection) throws SQLException {
    List<String> words = new ArrayList<>();
    for (String word : new TreeSet<>(code.words())) {
      words.add(Membership.literal(word));
    }
    String known = code.isWhole() ? "array[" + String.join(",", words) + "]" : "null";
    String found =
        RequestFunction.text(
            SessionWire.ask(
                connection,
                "select "
                    + TemporaryBridge.SCHEMA
                    + ".pgbackground_owners("
                    + known
                    + "::pg_catalog.name[])"),
            0);
    if (found != null) {
      throw refused(found);
    }
  }

  private static PSQLException refused(String which) {
    return ServerError.of(
            "42501",
            "permission denied to use temporary functions where somebody else's code may run")
        .withDetail(which + " It could replace them before they are called.")
        .withHint(
            "CREATE EXTENSION pg_background makes functions that only their owner can replace."
                + " So does REVOKE TEMPORARY ON DATABASE for temporary ones.")
        .toException();
  }
}
