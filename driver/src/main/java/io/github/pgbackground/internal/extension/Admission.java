package io.github.pgbackground.internal.extension;

import io.github.pgbackground.internal.definition.BridgeSql;
import io.github.pgbackground.internal.presence.Presence;
import io.github.pgbackground.internal.session.Session;
import io.github.pgbackground.internal.session.execution.Execution;
import io.github.pgbackground.internal.session.execution.Sender;
import java.sql.SQLException;

/**
 * Lets those who may call a function of an installed bridge call what it is made of, and nobody
 * else: the server asks them for the right to that, too.
 */
public final class Admission {
  private static final String FUNCTION = BridgeSql.INNER_SCHEMA + ".pgbackground_admit()";

  private static final String MAY =
      "select pg_catalog.has_function_privilege(pg_catalog.to_regprocedure('"
          + FUNCTION
          + "'), 'EXECUTE')";

  private Admission() {}

  static void renew(Sender sender) throws SQLException {
    sender.run("select " + FUNCTION);
  }

  /**
   * A statement of the application has changed who may call the functions. Whoever may grant that
   * may call them himself; of functions that an older driver has installed, everybody may call what
   * they are made of.
   */
  public static void afterGrant(Session session, Execution execution) throws SQLException {
    Presence presence = session.installation().presence();
    Sender sender = new Sender(session.connection(), execution);
    if (presence.isBridge() && presence.trusted() && sender.ask(MAY, row -> row.getBoolean(1))) {
      renew(sender);
    }
  }
}
