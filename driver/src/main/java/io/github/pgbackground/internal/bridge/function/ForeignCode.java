package io.github.pgbackground.internal.bridge.function;

import io.github.pgbackground.internal.rows.Rows;
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
 * Says whether a function that runs as somebody else may run before the server looks up all names
 * of a statement. It could put a function of its own beside a temporary one, or in its place, and
 * that would run with the rights of the session. What else such a statement runs has these rights
 * anyway.
 */
final class ForeignCode {
  /** In SQL, that there is none. */
  static final String NONE = "null";

  /** Whether a function {@code d} runs as its owner, who may make temporary ones. */
  static final String MAY_INTERFERE =
      "d.prosecdef and pg_catalog.has_database_privilege("
          + "d.proowner, pg_catalog.current_database()::pg_catalog.text, 'TEMP')";

  /**
   * A function that runs as one who may not become the session's user, but make temporary ones. Not
   * the server's own, which its superuser owns and whose OIDs are less than 16384: so the index
   * finds the few that there are.
   */
  private static final String FUNCTION =
      """
      (select pg_catalog.format('Function %s runs as %I.',
          d.oid::pg_catalog.regprocedure, pg_catalog.pg_get_userbyid(d.proowner))
        from pg_catalog.pg_proc as d
        where d.oid operator(pg_catalog.>=) 16384
          and not pg_catalog.pg_has_role(d.proowner, session_user, 'MEMBER')
          and \
      """
          + MAY_INTERFERE
          + "\n";

  /** Whether one of these words names anything that is not the server's own. */
  private static final String NAMED =
      """
          and exists (select
            from (select n.oid from pg_catalog.pg_namespace as n
              where n.nspname operator(pg_catalog.<>) all (array['pg_catalog', 'information_schema'])
            ) as s(oid)
            join (
              select oid, proname, pronamespace from pg_catalog.pg_proc
              union all select oid, relname, relnamespace from pg_catalog.pg_class
              union all select oid, typname, typnamespace from pg_catalog.pg_type
              union all select oid, oprname, oprnamespace from pg_catalog.pg_operator
            ) as o(oid, name, schema) on o.schema operator(pg_catalog.=) s.oid
            where o.oid operator(pg_catalog.>=) 16384
              and o.name operator(pg_catalog.=) any (array[{words}]::pg_catalog.name[]))
      """;

  private ForeignCode() {}

  /**
   * An expression that names one, or is null if there is none that could run.
   *
   * @param code null if all names are looked up before anything runs
   */
  static String any(@Nullable Code code) {
    return code == null ? NONE : FUNCTION + " limit 1)";
  }

  /** One that may run; it takes the server much longer, and need be asked only if there is any. */
  static @Nullable String reachedBy(Code code, BaseConnection connection) throws SQLException {
    List<String> words = new ArrayList<>();
    for (String word : new TreeSet<>(code.words())) {
      words.add(Membership.literal(word));
    }
    String named = code.isWhole() ? NAMED.replace("{words}", String.join(",", words)) : "";
    Rows found = SessionWire.ask(connection, "select " + FUNCTION + named + " limit 1)");
    return RequestFunction.text(found, 0);
  }

  static PSQLException refused(String which) {
    return ServerError.of(
            "42501",
            "permission denied to use temporary functions where somebody else's function may run")
        .withDetail(which + " It could replace them before they are called.")
        .withHint(
            "CREATE EXTENSION pg_background makes functions that only their owner can replace."
                + " So does REVOKE TEMPORARY ON DATABASE for temporary ones.")
        .toException();
  }
}
