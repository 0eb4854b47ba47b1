package io.github.pgbackground.internal.session.function;

import io.github.pgbackground.internal.rows.Rows;
import io.github.pgbackground.internal.session.Session;
import io.github.pgbackground.internal.session.execution.Execution;
import io.github.pgbackground.internal.session.execution.SessionWire;
import io.github.pgbackground.internal.session.handle.Handle;
import java.sql.SQLException;

/**
 * Asks the session's server, unless the current user must be the one who has launched the job: it
 * is in the session that has launched it, as long as that has run nothing since.
 */
public record SessionRights(Session session, Execution execution) implements Rights {
  @Override
  public boolean mayUse(Handle handle) throws SQLException {
    boolean mustBeOurs =
        handle.isLaunchedBy(session.jobs()) && session.touches().noneSince(handle.touches());
    return mustBeOurs || hasPrivilegesOf(handle.user());
  }

  private boolean hasPrivilegesOf(String user) throws SQLException {
    StringBuilder sql =
        new StringBuilder("select pg_catalog.pg_has_role(oid, 'USAGE') from ")
            .append("pg_catalog.pg_roles where rolname operator(pg_catalog.=) ");
    HandleAccess.appendLiteral(sql, user);
    Rows found = new SessionWire(session.connection(), execution).query(sql.toString());
    return !found.tuples().isEmpty() && HandleAccess.isTrue(found, 0, 0);
  }
}
