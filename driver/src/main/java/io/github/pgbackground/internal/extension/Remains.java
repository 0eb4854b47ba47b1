package io.github.pgbackground.internal.extension;

import io.github.pgbackground.internal.definition.BridgeSql;
import io.github.pgbackground.internal.session.execution.Sender;
import java.sql.SQLException;
import java.util.List;

/**
 * What is left of a bridge when the schema that its users see was dropped or emptied by other means
 * than {@code DROP EXTENSION}, as tools for migrations and tests do: its own schema. The extension
 * would be gone with the other schema; nothing can use what is left, and it must not be in the way.
 */
final class Remains {
  /**
   * Its functions, if the current user has made all that is there: who owns a schema may drop what
   * others have put into it, but that would not be ours to drop.
   */
  private static final String FUNCTIONS =
      """
      select pg_catalog.format('%I.%I(%s)', n.nspname, p.proname,
        pg_catalog.pg_get_function_identity_arguments(p.oid))
      from pg_catalog.pg_namespace as n
      join pg_catalog.pg_proc as p on p.pronamespace operator(pg_catalog.=) n.oid
      where n.nspname operator(pg_catalog.=) ?
        and pg_catalog.pg_get_userbyid(n.nspowner) operator(pg_catalog.=) current_user
        and exists (select from pg_catalog.pg_proc as r
          where r.pronamespace operator(pg_catalog.=) n.oid
            and pg_catalog.starts_with(r.proname::pg_catalog.text, ?))
        and not exists (select from pg_catalog.pg_proc as o
          where o.pronamespace operator(pg_catalog.=) n.oid
            and (o.proowner operator(pg_catalog.<>) n.nspowner
              or not pg_catalog.starts_with(o.proname::pg_catalog.text, 'pgbackground_')
                and o.proname operator(pg_catalog.<>) all (array['privileges', 'revision'])))
      order by p.oid desc
      """;

  private Remains() {}

  /**
   * Removes it, if there is any and no bridge is installed.
   *
   * @throws SQLException 2BP01 where something else depends on it
   */
  static void remove(Sender sender) throws SQLException {
    List<String> functions = sender.list(FUNCTIONS, BridgeSql.INNER_SCHEMA, BridgeSql.REQUEST);
    if (!functions.isEmpty()) {
      sender.run("DROP ROUTINE " + String.join(", ", functions));
      sender.run("DROP SCHEMA " + BridgeSql.INNER_SCHEMA);
    }
  }
}
