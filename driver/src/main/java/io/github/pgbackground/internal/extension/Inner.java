package io.github.pgbackground.internal.extension;

import io.github.pgbackground.internal.definition.BridgeSql;
import io.github.pgbackground.internal.session.execution.Sender;
import java.sql.SQLException;
import java.util.List;

/** The bridge's own schema, in which its users have no business. */
final class Inner {
  private static final String FUNCTIONS =
      """
      select pg_catalog.format('%I.%I(%s)', n.nspname, p.proname,
        pg_catalog.pg_get_function_identity_arguments(p.oid))
      from pg_catalog.pg_proc as p
      join pg_catalog.pg_namespace as n on n.oid operator(pg_catalog.=) p.pronamespace
      where n.nspname operator(pg_catalog.=) ?
      order by p.oid desc
      """;

  private static final String OWNED =
      "select pg_catalog.pg_has_role(n.nspowner, 'USAGE') from pg_catalog.pg_namespace as n"
          + " where n.nspname operator(pg_catalog.=) ?";

  private static final String IS_OWNER =
      "select pg_catalog.pg_get_userbyid(n.nspowner) operator(pg_catalog.=) current_user"
          + " from pg_catalog.pg_namespace as n where n.nspname operator(pg_catalog.=) ?";

  private static final String OWNER =
      "select pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(n.nspowner))"
          + " from pg_catalog.pg_namespace as n where n.nspname operator(pg_catalog.=) ?";

  private static final String TRUSTED =
      "select pg_catalog.pg_has_role(n.nspowner, current_user, 'MEMBER')"
          + " from pg_catalog.pg_namespace as n where n.nspname operator(pg_catalog.=) ?";

  private Inner() {}

  /** Its functions with the types of their parameters, for SQL. */
  static List<String> functions(Sender sender) throws SQLException {
    return sender.list(FUNCTIONS, BridgeSql.INNER_SCHEMA);
  }

  /** Only the bridge's owner, or who has his rights, may change it. */
  static void checkOwner(Sender sender) throws SQLException {
    if (!sender.ask(OWNED, row -> row.getBoolean(1), BridgeSql.INNER_SCHEMA)) {
      throw Refusals.notOwner();
    }
  }

  /** Who may not become the current user must not get functions that this user has made. */
  static void checkTrusted(Sender sender) throws SQLException {
    if (!sender.ask(TRUSTED, row -> row.getBoolean(1), BridgeSql.INNER_SCHEMA)) {
      throw Refusals.notTrusted(owner(sender));
    }
  }

  /** Whether what the current user makes is the bridge's owner's without more ado. */
  static boolean isOwner(Sender sender) throws SQLException {
    return sender.ask(IS_OWNER, row -> row.getBoolean(1), BridgeSql.INNER_SCHEMA);
  }

  /** The name of the bridge's owner, for SQL. */
  static String owner(Sender sender) throws SQLException {
    return sender.ask(OWNER, row -> row.getString(1), BridgeSql.INNER_SCHEMA);
  }
}
