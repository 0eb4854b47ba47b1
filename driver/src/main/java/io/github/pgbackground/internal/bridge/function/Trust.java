package io.github.pgbackground.internal.bridge.function;

import io.github.pgbackground.internal.definition.BridgeSql;
import java.sql.SQLException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Why a request is believed that names the bridge's own function as the one that has raised it.
 *
 * <p>Only who may become the session's user anyway may have made that function or be able to change
 * it.
 */
public sealed interface Trust {

  /** The schema of the function that raises requests. */
  String schema();

  /**
   * The condition, in SQL for a connection that the session cannot reach, that must hold.
   *
   * @param pid the session's process
   * @param function the name of the function that has raised a request
   * @param proof what came with the request
   */
  String condition(int pid, String function, @Nullable String proof) throws SQLException;

  /**
   * A function in the session's temporary schema. Anybody in the session can have it removed, make
   * another of its name, and let a subtransaction's end put it back; so it shows what only it
   * knows.
   */
  record Temporary(String schema, String expected) implements Trust {
    @Override
    public String condition(int pid, String function, @Nullable String proof) {
      return Boolean.toString(expected.equals(proof));
    }

    /** Nobody should read the proof in a log. */
    @Override
    public String toString() {
      return schema;
    }
  }

  /**
   * A function of an installed bridge that was made in the session's open transaction, so that
   * others cannot see it. As long as that, or the subtransaction that made it, is in progress and
   * has not dropped it, nobody else can have a schema of its name.
   *
   * @param madeIn the number of that transaction
   * @param later why it is believed when that has been committed
   */
  record Made(long oid, long madeIn, Installed later) implements Trust {
    @Override
    public String schema() {
      return later.schema();
    }

    @Override
    public String condition(int pid, String function, @Nullable String proof) throws SQLException {
      return String.format(
          Locale.ROOT,
          """
          case when pg_catalog.pg_xact_status('%d') operator(pg_catalog.=) 'in progress'
            then not exists (select from pg_catalog.pg_locks where pid operator(pg_catalog.=) %d
              and locktype operator(pg_catalog.=) 'object'
              and classid operator(pg_catalog.=) 'pg_catalog.pg_proc'::pg_catalog.regclass
              and objid operator(pg_catalog.=) %d::pg_catalog.oid
              and mode operator(pg_catalog.=) 'AccessExclusiveLock')
            else %s end""",
          madeIn,
          pid,
          oid,
          later.condition(pid, function, proof));
    }
  }

  /**
   * A function of an installed bridge, whose owner is looked up at each request.
   *
   * @param login the user that the session has logged in as
   */
  record Installed(String login) implements Trust {
    @Override
    public String schema() {
      return BridgeSql.INNER_SCHEMA;
    }

    @Override
    public String condition(int pid, String function, @Nullable String proof) throws SQLException {
      String user = Membership.literal(login);
      return String.format(
          Locale.ROOT,
          """
          exists (select from pg_catalog.pg_proc as p, pg_catalog.pg_namespace as n
            where n.nspname operator(pg_catalog.=) '%s'
              and p.pronamespace operator(pg_catalog.=) n.oid
              and p.proname operator(pg_catalog.=) '%s'
              and p.proargtypes operator(pg_catalog.=) '25 1009 1009'::pg_catalog.oidvector
              and pg_catalog.pg_has_role(p.proowner, %s, 'MEMBER')
              and pg_catalog.pg_has_role(n.nspowner, %s, 'MEMBER'))""",
          schema(),
          function,
          user,
          user);
    }
  }
}
