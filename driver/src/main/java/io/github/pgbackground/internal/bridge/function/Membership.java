package io.github.pgbackground.internal.bridge.function;

import java.sql.SQLException;
import org.postgresql.core.Utils;

/** Conditions, in SQL, that say what a role may do as another. */
public final class Membership {
  private Membership() {}

  /** Whether a user may become this role; a superuser may become any. */
  public static String mayBecome(String user, String role) throws SQLException {
    return holds(user, literal(role), "MEMBER");
  }

  /** Whether a user has the rights of this role without becoming it. */
  public static String hasRightsOf(String user, String role) throws SQLException {
    return holds(user, literal(role), "USAGE");
  }

  /** A name, as a value of SQL whatever the session's settings are. */
  static String literal(String name) throws SQLException {
    StringBuilder sql = new StringBuilder("E'");
    return Utils.escapeLiteral(sql, name, false).append("'::pg_catalog.name").toString();
  }

  private static String holds(String user, String role, String privilege) throws SQLException {
    return "pg_catalog.pg_has_role(" + literal(user) + ", " + role + ", '" + privilege + "')";
  }
}
