package io.github.pgbackground.internal.extension;

import io.github.pgbackground.internal.definition.BridgeSql;
import io.github.pgbackground.internal.definition.Members;
import io.github.pgbackground.internal.session.execution.Sender;
import java.sql.SQLException;
import java.util.List;

/** Those members of the extension that are there and belong to the bridge's owner. */
final class StandingMembers {
  private static final String FUNCTIONS =
      """
      select m.name
      from pg_catalog.unnest(?::pg_catalog.text[]) as m(name)
      join pg_catalog.pg_proc as p
        on p.oid operator(pg_catalog.=) pg_catalog.to_regprocedure(m.name)::pg_catalog.oid
      join pg_catalog.pg_namespace as b on b.nspowner operator(pg_catalog.=) p.proowner
      where b.nspname operator(pg_catalog.=) ?
      order by p.oid desc
      """;

  private static final String TYPES =
      """
      select m.name
      from pg_catalog.unnest(?::pg_catalog.text[]) as m(name)
      join pg_catalog.pg_type as t
        on t.oid operator(pg_catalog.=) pg_catalog.to_regtype(m.name)::pg_catalog.oid
      join pg_catalog.pg_namespace as b on b.nspowner operator(pg_catalog.=) t.typowner
      where b.nspname operator(pg_catalog.=) ?
      order by t.oid desc
      """;

  private StandingMembers() {}

  /** Those of its functions that are there and belong to the bridge's owner; the youngest first. */
  static List<String> functions(String schema, Sender sender) throws SQLException {
    return sender.list(
        FUNCTIONS, Members.functions(schema).toArray(new String[0]), BridgeSql.INNER_SCHEMA);
  }

  /** Those of its types that are there and belong to the bridge's owner; the youngest first. */
  static List<String> types(String schema, Sender sender) throws SQLException {
    return sender.list(TYPES, Members.types(schema).toArray(new String[0]), BridgeSql.INNER_SCHEMA);
  }
}
