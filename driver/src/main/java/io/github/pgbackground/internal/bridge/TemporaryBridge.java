package io.github.pgbackground.internal.bridge;

import io.github.pgbackground.internal.rows.ServerError;
import io.github.pgbackground.internal.session.Execution;
import io.github.pgbackground.internal.session.Session;
import io.github.pgbackground.internal.session.SessionWire;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.NativeQuery;
import org.postgresql.core.Parser;
import org.postgresql.util.PSQLException;

/**
 * The functions that this driver makes in a session's temporary schema. They go with a ROLLBACK of
 * the transaction they were made in, and with DISCARD, so they are looked for before each statement
 * that needs them. Used by the session's runner.
 */
final class TemporaryBridge {
  static final String SCHEMA = "pg_temp";

  private final Session session;
  private @Nullable RequestFunction made;
  private boolean committed;

  /** When it was seen, by the session's count. */
  private long seen = -1;

  TemporaryBridge(Session session) {
    this.session = session;
  }

  /** Makes it unless it is there, as this driver has made it. */
  RequestFunction ensure(Execution execution) throws SQLException {
    RequestFunction known = made;
    if (known != null && session.untouchedSince(seen)) {
      return known;
    }
    long before = session.touches();
    new SessionWire(session.connection(), execution).enter();
    RequestFunction found = RequestFunction.temporary(session.connection());
    if (found.oid() != 0 && (known == null || found.oid() != known.oid())) {
      throw ServerError.of(
              "42723", "function pg_temp." + BridgeSql.REQUEST + " has been made by somebody else")
          .withHint("This session cannot serve calls on the server. DISCARD TEMP removes it.")
          .toException();
    }
    if (found.oid() == 0) {
      make(execution, found.role());
      found = RequestFunction.temporary(session.connection());
      committed = false;
    }
    made = found;
    seen = before;
    return found;
  }

  /** Why requests of this session are believed. */
  Trust trust(RequestFunction function, Hub hub) throws SQLException {
    committed = committed || hub.holds(Trust.Seen.isThere(function.oid()));
    return new Trust.Seen(function.schema(), function.oid(), committed);
  }

  /** As the session's user: a role that it has taken on must not be able to change them. */
  private void make(Execution execution, String role) throws SQLException {
    List<String> statements = new ArrayList<>();
    boolean asRole = !role.equals("none");
    if (asRole) {
      statements.add("set local role none");
    }
    for (NativeQuery query :
        Parser.parseJdbcSql(BridgeSql.temporary(), true, false, true, false, false)) {
      statements.add(query.nativeSql);
    }
    if (asRole) {
      statements.add("set local role " + session.connection().escapeIdentifier(role));
    }
    try {
      new SessionWire(session.connection(), execution).run(statements);
    } catch (PSQLException e) {
      if ("25006".equals(e.getSQLState()) && e.getServerErrorMessage() != null) {
        throw ServerError.of(e.getServerErrorMessage())
            .withHint(
                "Calls that only the server sees need temporary functions, which cannot be made"
                    + " here. Use a transaction that may write, or CREATE EXTENSION pg_background.")
            .toException();
      }
      throw e;
    }
  }
}
