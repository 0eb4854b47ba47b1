package io.github.pgbackground.internal.bridge;

import io.github.pgbackground.internal.rows.Rows;
import io.github.pgbackground.internal.rows.ServerError;
import io.github.pgbackground.internal.session.Execution;
import io.github.pgbackground.internal.session.Session;
import io.github.pgbackground.internal.session.SessionWire;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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

  /**
   * The process, the schema's name, the function that raises requests if there is one, the role.
   */
  private static final String LOOK =
      "select pg_catalog.pg_backend_pid(), n.nspname, p.oid, pg_catalog.current_setting('role')"
          + " from (select) as one left join pg_catalog.pg_namespace as n on n.oid"
          + " operator(pg_catalog.=) pg_catalog.pg_my_temp_schema()"
          + " left join pg_catalog.pg_proc as p on p.pronamespace operator(pg_catalog.=) n.oid"
          + " and p.proname operator(pg_catalog.=) '"
          + BridgeSql.REQUEST
          + "'";

  private final Session session;
  private int pid;
  private String schema = SCHEMA;

  /** What this driver has made, 0 for nothing. */
  private long function;

  private boolean committed;

  /** When it was seen, by the session's count. */
  private long seen = -1;

  TemporaryBridge(Session session) {
    this.session = session;
  }

  /** The session's process; known once {@link #ensure} has returned. */
  int pid() {
    return pid;
  }

  /** Makes it unless it is there. */
  void ensure(Execution execution) throws SQLException {
    if (function != 0 && session.untouchedSince(seen)) {
      return;
    }
    SessionWire wire = new SessionWire(session.connection(), execution);
    long before = session.touches();
    long found = look(wire);
    if (found != 0 && found != function) {
      throw ServerError.of(
              "42723", "function pg_temp." + BridgeSql.REQUEST + " has been made by somebody else")
          .withHint("This session cannot serve calls on the server. DISCARD TEMP removes it.")
          .toException();
    }
    if (found == 0) {
      make(wire);
      function = look(wire);
      committed = false;
    }
    seen = before;
  }

  /** Why requests of this session are believed. */
  Trust trust(Hub hub) throws SQLException {
    committed = committed || hub.holds(Trust.Temporary.isThere(function));
    return new Trust.Temporary(schema, function, committed);
  }

  private @Nullable String role;

  private long look(SessionWire wire) throws SQLException {
    Rows found = wire.query(LOOK);
    pid = Integer.parseInt(String.valueOf(text(found, 0)));
    schema = String.valueOf(text(found, 1));
    String oid = text(found, 2);
    role = text(found, 3);
    return oid == null ? 0 : Long.parseLong(oid);
  }

  private static @Nullable String text(Rows rows, int column) {
    byte[] value = rows.tuples().get(0).get(column);
    return value == null ? null : new String(value, StandardCharsets.UTF_8);
  }

  /** As the session's user: a role that it has taken on must not be able to change them. */
  private void make(SessionWire wire) throws SQLException {
    List<String> statements = new ArrayList<>();
    boolean asRole = role != null && !role.equals("none");
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
      wire.run(statements);
    } catch (PSQLException e) {
      if ("25006".equals(e.getSQLState()) && e.getServerErrorMessage() != null) {
        throw ServerError.of(e.getServerErrorMessage())
            .withHint(
                String.format(
                    Locale.ROOT,
                    "Calls that only the server sees need temporary functions, which cannot be"
                        + " made here. Use a transaction that may write, or CREATE EXTENSION"
                        + " pg_background."))
            .toException();
      }
      throw e;
    }
  }
}
