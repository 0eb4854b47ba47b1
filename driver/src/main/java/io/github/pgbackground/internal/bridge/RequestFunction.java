package io.github.pgbackground.internal.bridge;

import io.github.pgbackground.internal.rows.Rows;
import io.github.pgbackground.internal.session.SessionWire;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;

/**
 * The function that raises requests, as a session sees it.
 *
 * @param pid the session's process
 * @param schema where it is, or would be; empty if there is no such schema
 * @param oid 0 if there is none
 * @param role the role that the session has taken on, {@code none} for none
 */
record RequestFunction(int pid, String schema, long oid, String role) {
  private static final String TEMPORARY = "pg_catalog.pg_my_temp_schema()";

  private static final String INSTALLED =
      "(select oid from pg_catalog.pg_namespace where nspname operator(pg_catalog.=) '"
          + BridgeSql.INNER_SCHEMA
          + "')";

  /** Looks in the session's temporary schema. */
  static RequestFunction temporary(BaseConnection connection) throws SQLException {
    return in(TEMPORARY, connection);
  }

  /** Looks where an installed bridge has it. */
  static RequestFunction installed(BaseConnection connection) throws SQLException {
    return in(INSTALLED, connection);
  }

  private static RequestFunction in(String schema, BaseConnection connection) throws SQLException {
    Rows found =
        SessionWire.ask(
            connection,
            "select pg_catalog.pg_backend_pid(), n.nspname, p.oid,"
                + " pg_catalog.current_setting('role') from (select) as one"
                + " left join pg_catalog.pg_namespace as n on n.oid operator(pg_catalog.=) "
                + schema
                + " left join pg_catalog.pg_proc as p on p.pronamespace operator(pg_catalog.=)"
                + " n.oid and p.proname operator(pg_catalog.=) '"
                + BridgeSql.REQUEST
                + "'");
    String oid = text(found, 2);
    return new RequestFunction(
        Integer.parseInt(String.valueOf(text(found, 0))),
        text(found, 1) == null ? "" : String.valueOf(text(found, 1)),
        oid == null ? 0 : Long.parseLong(oid),
        String.valueOf(text(found, 3)));
  }

  private static @Nullable String text(Rows rows, int column) {
    byte[] value = rows.tuples().get(0).get(column);
    return value == null ? null : new String(value, StandardCharsets.UTF_8);
  }
}
