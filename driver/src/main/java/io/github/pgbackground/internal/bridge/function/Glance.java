package io.github.pgbackground.internal.bridge.function;

import io.github.pgbackground.internal.definition.BridgeSql;
import io.github.pgbackground.internal.rows.Rows;
import io.github.pgbackground.internal.session.execution.SessionWire;
import io.github.pgbackground.internal.sql.Part.Code;
import java.sql.SQLException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;

/**
 * Says whether a session's temporary functions are still those that were looked at, and nobody
 * else's code could get between. A server takes a fifth of the time for it that {@link
 * RequestFunction#temporary} takes, most of that to plan it, so this is asked before each statement
 * that needs them. What it doubts has to be looked at.
 */
final class Glance {
  private static final String REQUEST =
      "pg_catalog.to_regprocedure('"
          + TemporaryBridge.SCHEMA
          + "."
          + BridgeSql.REQUEST
          + "(pg_catalog.text,pg_catalog.text[],pg_catalog.text[])')::pg_catalog.oid";

  private static final String TYPE =
      "pg_catalog.to_regtype('"
          + TemporaryBridge.SCHEMA
          + ".pg_background_handle')::pg_catalog.oid";

  private Glance() {}

  /**
   * Asks the session's server.
   *
   * @param known what was found before
   * @param code what is about to run whose names are looked up only then, null for none
   * @return true only if it is certain
   */
  static boolean confirms(RequestFunction known, @Nullable Code code, BaseConnection connection)
      throws SQLException {
    Rows found =
        SessionWire.ask(
            connection,
            String.format(
                Locale.ROOT,
                """
                select pg_catalog.pg_backend_pid(), %s,
                  exists (select from pg_catalog.pg_type as t
                    where t.oid operator(pg_catalog.=) %s
                      and pg_catalog.pg_has_role(t.typowner, session_user, 'MEMBER'))
                  and not exists (select from pg_catalog.pg_proc as d
                    where d.proname operator(pg_catalog.>=) 'pg_background_'
                      and d.proname operator(pg_catalog.<) 'pgbackground`'
                      and d.pronamespace operator(pg_catalog.=) pg_catalog.pg_my_temp_schema()
                      and not pg_catalog.pg_has_role(d.proowner, session_user, 'MEMBER'))
                  and not %s
                """,
                REQUEST,
                TYPE,
                ForeignCode.any(code)));
    return Integer.toString(known.pid()).equals(RequestFunction.text(found, 0))
        && Long.toString(known.oid()).equals(RequestFunction.text(found, 1))
        && "t".equals(RequestFunction.text(found, 2));
  }
}
