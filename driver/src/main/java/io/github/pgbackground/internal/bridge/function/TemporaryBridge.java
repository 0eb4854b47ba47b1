package io.github.pgbackground.internal.bridge.function;

import io.github.pgbackground.internal.bridge.hub.Poolers;
import io.github.pgbackground.internal.definition.BridgeSql;
import io.github.pgbackground.internal.rows.Rows;
import io.github.pgbackground.internal.rows.ServerError;
import io.github.pgbackground.internal.session.Session;
import io.github.pgbackground.internal.session.execution.Execution;
import io.github.pgbackground.internal.session.execution.SessionWire;
import io.github.pgbackground.internal.sql.Part.Code;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.NativeQuery;
import org.postgresql.core.Parser;
import org.postgresql.core.TransactionState;
import org.postgresql.util.PSQLException;

/**
 * The functions that this driver makes in a session's temporary schema. They go with a ROLLBACK of
 * the transaction they were made in, and with DISCARD, so they are looked for before each statement
 * that needs them. Used by the session's runner.
 */
public final class TemporaryBridge {
  public static final String SCHEMA = "pg_temp";

  /** What depends on a type of ours and is not temporary itself. */
  private static final String KEPT =
      "select exists (select from pg_catalog.pg_type as t, pg_catalog.pg_depend as d,"
          + " pg_catalog.pg_class as c where t.typnamespace operator(pg_catalog.=)"
          + " pg_catalog.pg_my_temp_schema() and t.typname operator(pg_catalog.=) any"
          + " (array['pg_background_handle', 'pg_background_stats', 'pg_background_progress'])"
          + " and d.refclassid operator(pg_catalog.=) 'pg_catalog.pg_type'::pg_catalog.regclass"
          + " and d.refobjid operator(pg_catalog.=) t.oid and d.classid operator(pg_catalog.=)"
          + " 'pg_catalog.pg_class'::pg_catalog.regclass and c.oid operator(pg_catalog.=) d.objid"
          + " and c.relnamespace operator(pg_catalog.<>) t.typnamespace)";

  /** A rollback may bring back what was made, and removed, before. */
  private static final int REMEMBERED = 16;

  private final Session session;
  private @Nullable RequestFunction made;

  /** What the functions that have been made show with each request, by their OIDs. */
  private final Map<Long, String> proofs =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, String> eldest) {
          return size() > REMEMBERED;
        }
      };

  /** Whether its types have made way for those of an extension, for good. */
  private boolean aside;

  /** When it was seen, by the session's count. */
  private long seen = -1;

  public TemporaryBridge(Session session) {
    this.session = session;
  }

  /** Sees to it that a process is served. */
  @FunctionalInterface
  public interface Serving {
    void serve(int pid) throws SQLException;
  }

  /**
   * Makes it unless it is there, as this driver has made it.
   *
   * @param code what is about to run whose names are looked up only then, null for none
   * @param serving is done before: where it cannot be, nothing is made
   */
  public RequestFunction ensure(@Nullable Code code, Execution execution, Serving serving)
      throws SQLException {
    RequestFunction known = made;
    if (known != null && code == null && session.touches().noneSince(seen)) {
      return known;
    }
    long before = session.touches().count();
    new SessionWire(session.connection(), execution).enter();
    if (known != null && Glance.confirms(known, code, session.connection())) {
      serving.serve(known.pid());
      aside = false;
      seen = before;
      return known;
    }
    RequestFunction found = RequestFunction.temporary(session.connection(), ForeignCode.any(code));
    if (known != null && found.pid() != known.pid()) {
      throw Poolers.error();
    }
    serving.serve(found.pid());
    if (found.foreign() != null || (found.oid() != 0 && !proofs.containsKey(found.oid()))) {
      throw ServerError.of(
              "42723",
              String.format(
                  Locale.ROOT,
                  "pg_temp.%s has been made by somebody else",
                  found.foreign() == null ? BridgeSql.REQUEST : found.foreign()))
          .withHint("This session cannot serve calls on the server. DISCARD TEMP removes it.")
          .toException();
    }
    boolean reachable = found.reachable();
    if (found.oid() == 0) {
      String proof = make(execution, found);
      found = RequestFunction.temporary(session.connection(), ForeignCode.NONE);
      proofs.put(found.oid(), proof);
    } else if (!found.typed()) {
      SessionWire.ask(session.connection(), BridgeSql.typesBack());
    }
    if (code != null && reachable) {
      ForeignCode.check(code, session.connection());
    }
    made = found;
    aside = false;
    seen = before;
    return found;
  }

  /** Whether there are types of it that the server finds by their names, as far as is known. */
  public boolean isFound() {
    return made != null && !aside;
  }

  /**
   * Gives the types other names, since the server finds those of a session before those of an
   * extension: a column, or a variable of a stored function, is to be of the latter. What is of
   * these types stays of them. A transaction that only reads is left alone, and may be followed by
   * one that does not.
   */
  public void makeWay() throws SQLException {
    BaseConnection connection = session.connection();
    RequestFunction found = RequestFunction.temporary(connection, ForeignCode.NONE);
    if (found.typed() && proofs.containsKey(found.oid())) {
      SessionWire.ask(connection, BridgeSql.typesAside());
      found = RequestFunction.temporary(connection, ForeignCode.NONE);
    }
    // In a transaction it may still be taken back.
    aside = !found.typed() && connection.getTransactionState() == TransactionState.IDLE;
  }

  /** Throws if anything that stays depends on what does not. */
  public void checkKept(Execution execution) throws SQLException {
    Rows found = new SessionWire(session.connection(), execution).query(KEPT);
    byte[] kept = found.tuples().get(0).get(0);
    if (kept != null && kept[0] == 't') {
      throw ServerError.of(
              "0A000", "a column cannot be of a type of pg_background, which is temporary here")
          .withHint(
              "Store the parts of a handle, pid and cookie, or CREATE EXTENSION pg_background first.")
          .toException();
    }
  }

  /** Why requests of this session are believed, once {@link #ensure} has returned. */
  public Trust trust(RequestFunction function) {
    return new Trust.Temporary(
        function.schema(), Objects.requireNonNull(proofs.get(function.oid())));
  }

  /**
   * As the session's user: a role that it has taken on must not be able to change them. Nor must
   * another session's user be, when the one that has logged in comes back.
   *
   * @return what the function that raises requests will show
   */
  private String make(Execution execution, RequestFunction found) throws SQLException {
    checkUser(found.sessionUser());
    String role = found.role();
    List<String> statements = new ArrayList<>();
    boolean asRole = !role.equals("none");
    if (asRole) {
      statements.add("set local role none");
    }
    for (NativeQuery query :
        Parser.parseJdbcSql(BridgeSql.temporary(), true, false, true, false, false)) {
      statements.add(query.nativeSql);
    }
    statements.add(BridgeSql.proof());
    if (asRole) {
      statements.add("set local role " + session.connection().escapeIdentifier(role));
    }
    try {
      Rows rows = new SessionWire(session.connection(), execution).rows(statements);
      return new String(
          Objects.requireNonNull(rows.tuples().get(0).get(0)), StandardCharsets.UTF_8);
    } catch (PSQLException e) {
      if ("25006".equals(e.getSQLState()) && e.getServerErrorMessage() != null) {
        throw ServerError.of(e.getServerErrorMessage())
            .withHint(
                "Calls that only the server sees need temporary functions, which cannot be made"
                    + " here."
                    + (isStandby()
                        ? " The driver itself serves calls that are a statement of their own, or"
                            + " stand in FROM."
                        : " Use a transaction that may write, or CREATE EXTENSION pg_background."))
            .toException();
      }
      throw e;
    }
  }

  /** As the server says unasked. */
  private boolean isStandby() {
    return "on".equals(session.connection().getParameterStatus("in_hot_standby"));
  }

  private void checkUser(String sessionUser) throws SQLException {
    String login = session.connection().getQueryExecutor().getUser();
    if (!sessionUser.equals(login)
        && !"t"
            .equals(
                RequestFunction.text(
                    SessionWire.ask(
                        session.connection(), "select " + Membership.mayBecome(sessionUser, login)),
                    0))) {
      throw ServerError.of(
              "42501",
              "permission denied to serve calls on the server in a session of \""
                  + sessionUser
                  + "\"")
          .withHint(
              "A background worker logs in as \""
                  + login
                  + "\", and what it runs could become that user again.")
          .toException();
    }
  }
}
