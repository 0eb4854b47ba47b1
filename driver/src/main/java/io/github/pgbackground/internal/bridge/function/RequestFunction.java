package io.github.pgbackground.internal.bridge.function;

import io.github.pgbackground.internal.definition.BridgeSql;
import io.github.pgbackground.internal.rows.Rows;
import io.github.pgbackground.internal.session.execution.SessionWire;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;

/**
 * The function that raises requests, as a session sees it.
 *
 * @param pid the session's process
 * @param schema where it is, or would be; empty if there is no such schema
 * @param oid 0 if there is none
 * @param role the role that the session has taken on, {@code none} for none
 * @param sessionUser the session's user
 * @param madeIn the number of the transaction that made it, if that is the session's own, still
 *     open, or a subtransaction of it; else 0
 * @param foreign a function or a type that bears a name of the bridge's and whose owner may not
 *     become the session's user, null if there is none
 * @param reachable whether there may be code that would run as one of those
 * @param typed whether the types of pg_background are beside it, by their names
 */
public record RequestFunction(
    int pid,
    String schema,
    long oid,
    String role,
    String sessionUser,
    long madeIn,
    @Nullable String foreign,
    boolean reachable,
    boolean typed) {
  private static final long XID_RANGE = 1L << Integer.SIZE;

  private static final String TEMPORARY = "pg_catalog.pg_my_temp_schema()";

  private static final String INSTALLED =
      "(select oid from pg_catalog.pg_namespace where nspname operator(pg_catalog.=) '"
          + BridgeSql.INNER_SCHEMA
          + "')";

  // Ranges of names, in which the catalog's index is looked up; after _ comes `.

  /**
   * Looks in the session's temporary schema.
   *
   * @param reachable an expression that says whether somebody else's code may run
   */
  static RequestFunction temporary(BaseConnection connection, String reachable)
      throws SQLException {
    return in(TEMPORARY, reachable, connection);
  }

  /** Looks where an installed bridge has it. */
  public static RequestFunction installed(BaseConnection connection) throws SQLException {
    return in(INSTALLED, ForeignCode.NONE, connection);
  }

  private static RequestFunction in(String schema, String reachable, BaseConnection connection)
      throws SQLException {
    Rows found =
        SessionWire.ask(
            connection,
            String.format(
                Locale.ROOT,
                """
                select pg_catalog.pg_backend_pid(), n.nspname, p.oid, pg_catalog.current_setting('role'),
                  session_user, p.xmin, pg_catalog.pg_current_xact_id_if_assigned(),
                  coalesce(
                    (select f.proname from pg_catalog.pg_proc as f
                      where f.pronamespace operator(pg_catalog.=) n.oid
                        and f.proname operator(pg_catalog.>=) 'pg_background_'
                        and f.proname operator(pg_catalog.<) 'pgbackground`'
                        and (pg_catalog.starts_with(f.proname::pg_catalog.text, 'pgbackground_')
                          or pg_catalog.starts_with(f.proname::pg_catalog.text, 'pg_background_'))
                        and not pg_catalog.pg_has_role(f.proowner, session_user, 'MEMBER') limit 1),
                    (select t.typname from pg_catalog.pg_type as t
                      where t.typnamespace operator(pg_catalog.=) n.oid
                        and pg_catalog.starts_with(t.typname::pg_catalog.text, 'pg_background_')
                        and not pg_catalog.pg_has_role(t.typowner, session_user, 'MEMBER') limit 1)),
                  %3$s,
                  exists (select from pg_catalog.pg_type as t
                    where t.typnamespace operator(pg_catalog.=) n.oid
                      and t.typname operator(pg_catalog.=) 'pg_background_handle')
                from (select) as one
                left join pg_catalog.pg_namespace as n on n.oid operator(pg_catalog.=) %1$s
                left join pg_catalog.pg_proc as p on p.pronamespace operator(pg_catalog.=) n.oid
                  and p.proname operator(pg_catalog.>=) '%2$s'
                  and p.proname operator(pg_catalog.<) '%2$s`'
                """,
                schema,
                BridgeSql.REQUEST,
                reachable));
    String oid = text(found, 2);
    return new RequestFunction(
        Integer.parseInt(String.valueOf(text(found, 0))),
        text(found, 1) == null ? "" : String.valueOf(text(found, 1)),
        oid == null ? 0 : Long.parseLong(oid),
        String.valueOf(text(found, 3)),
        String.valueOf(text(found, 4)),
        madeIn(text(found, 5), text(found, 6)),
        text(found, 7),
        "t".equals(text(found, 8)),
        "t".equals(text(found, 9)));
  }

  /**
   * The row has the low half of the number; those of subtransactions follow their transaction's.
   */
  private static long madeIn(@Nullable String xmin, @Nullable String current) {
    if (xmin == null || current == null) {
      return 0;
    }
    long transaction = Long.parseLong(current);
    long low = Long.parseLong(xmin);
    long whole = transaction - transaction % XID_RANGE + low;
    return whole >= transaction ? whole : 0;
  }

  static @Nullable String text(Rows rows, int column) {
    byte[] value = rows.tuples().get(0).get(column);
    return value == null ? null : new String(value, StandardCharsets.UTF_8);
  }
}
