package io.github.pgbackground.internal.extension;

import io.github.pgbackground.internal.rows.ServerError;
import io.github.pgbackground.internal.session.Execution;
import io.github.pgbackground.internal.session.Session;
import io.github.pgbackground.internal.sql.BackgroundFunction;
import io.github.pgbackground.internal.sql.FunctionTable;
import java.sql.SQLException;
import java.util.Set;

/**
 * Which functions a session's current user may call where the bridge is installed, asked of its
 * server. Used by the session's runner. The answer is kept as long as the session has run nothing
 * else.
 */
public final class Grants {
  private static final String QUERY =
      """
      select p.proname::pg_catalog.text
      from pg_catalog.pg_proc as p
      join pg_catalog.pg_namespace as n on n.oid operator(pg_catalog.=) p.pronamespace
      join pg_catalog.pg_namespace as b on b.nspowner operator(pg_catalog.=) p.proowner
      where n.nspname operator(pg_catalog.=) ? and b.nspname operator(pg_catalog.=) ?
        and p.proname::pg_catalog.text operator(pg_catalog.=) any (?)
        and not pg_catalog.has_function_privilege(p.oid, 'EXECUTE')
      """;

  private final Session session;
  private Set<String> denied = Set.of();
  private long touches = -1;

  public Grants(Session session) {
    this.session = session;
  }

  /**
   * Fails if the server would not let the current user call a function.
   *
   * @throws SQLException 42501
   */
  public void check(BackgroundFunction function, Execution execution) throws SQLException {
    Presence presence = session.installation().presence();
    if (!presence.isBridge()) {
      return;
    }
    if (!session.untouchedSince(touches)) {
      long before = session.touches();
      denied = ask(presence.schema(), execution);
      touches = before;
    }
    if (denied.contains(function.name())) {
      throw ServerError.of("42501", "permission denied for function " + function.name())
          .toException();
    }
  }

  private Set<String> ask(String schema, Execution execution) throws SQLException {
    String[] names =
        FunctionTable.V1_8.functions().stream()
            .map(BackgroundFunction::name)
            .toArray(String[]::new);
    return Set.copyOf(
        new Sender(session.connection(), execution).list(QUERY, schema, Scripts.INNER, names));
  }
}
