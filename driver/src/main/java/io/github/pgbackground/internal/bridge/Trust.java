package io.github.pgbackground.internal.bridge;

import java.sql.SQLException;
import java.util.Locale;
import org.postgresql.core.Utils;

/**
 * Why a request is believed that names the bridge's own function as the one that has raised it.
 *
 * <p>Only who may become the session's user anyway may have made that function or be able to change
 * it. That is asked on a connection that the session cannot reach, at each request.
 */
sealed interface Trust {

  /** The schema of the function that raises requests. */
  String schema();

  /**
   * The condition, in SQL, that must hold.
   *
   * @param pid the session's process
   */
  String condition(int pid) throws SQLException;

  /**
   * A function that this driver has made in this session, and seen there before the statement that
   * runs. If another is to take its place, the statement has to drop it; then it is gone, or the
   * process holds the lock for that.
   *
   * @param committed whether others can see it
   */
  record Seen(String schema, long oid, boolean committed) implements Trust {
    @Override
    public String condition(int pid) {
      String notDropped =
          String.format(
              Locale.ROOT,
              "not exists (select from pg_locks where pid = %d and locktype = 'object' and classid"
                  + " = 'pg_proc'::regclass and objid = %d and mode = 'AccessExclusiveLock')",
              pid,
              oid);
      return committed ? isThere(oid) + " and " + notDropped : notDropped;
    }

    static String isThere(long oid) {
      return "exists (select from pg_proc where oid = " + oid + ")";
    }
  }

  /**
   * A function of an installed bridge.
   *
   * @param sessionUser the session's user, as the server has told pgjdbc
   */
  record Installed(String sessionUser) implements Trust {
    @Override
    public String schema() {
      return BridgeSql.INNER_SCHEMA;
    }

    @Override
    public String condition(int pid) throws SQLException {
      return "exists (select from pg_proc as p, pg_namespace as n where n.nspname = '"
          + schema()
          + "' and n.oid = p.pronamespace and p.proname = '"
          + BridgeSql.REQUEST
          + "' and p.proargtypes = '25 1009 1009'::oidvector and "
          + isTrusted("p.proowner")
          + " and "
          + isTrusted("n.nspowner")
          + ")";
    }

    private String isTrusted(String owner) throws SQLException {
      StringBuilder sql = new StringBuilder("(select rolsuper or pg_has_role(oid, E'");
      Utils.escapeLiteral(sql, sessionUser, false);
      return sql.append("'::name, 'MEMBER') from pg_roles where oid = ")
          .append(owner)
          .append(')')
          .toString();
    }
  }
}
