package io.github.pgbackground.internal.extension;

import io.github.pgbackground.internal.definition.BridgeSql;
import io.github.pgbackground.internal.definition.Members;
import io.github.pgbackground.internal.definition.Scripts;
import io.github.pgbackground.internal.session.execution.Sender;
import io.github.pgbackground.internal.sql.ExtensionCommand.Create;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code CREATE EXTENSION}: installs the bridge. */
final class Creation {
  private static final String SCHEMA =
      "select exists (select from pg_catalog.pg_namespace as n"
          + " where n.nspname operator(pg_catalog.=) ?)";

  private static final String FIRST_SCHEMA =
      "select name::pg_catalog.text from pg_catalog.current_schema() as c(name)"
          + " where name is not null";

  private static final String MAY_CREATE_IN =
      "select pg_catalog.has_schema_privilege(?::pg_catalog.text, 'CREATE')";

  private static final String FUNCTIONS =
      """
      select pg_catalog.format('%s(%s)', p.proname,
        pg_catalog.pg_get_function_identity_arguments(p.oid))
      from pg_catalog.pg_proc as p
      join pg_catalog.pg_namespace as n on n.oid operator(pg_catalog.=) p.pronamespace
      where n.nspname operator(pg_catalog.=) ?
        and p.proname::pg_catalog.text operator(pg_catalog.=) any (?)
      order by 1
      """;

  private static final String TYPES =
      """
      select t.typname::pg_catalog.text
      from pg_catalog.pg_type as t
      join pg_catalog.pg_namespace as n on n.oid operator(pg_catalog.=) t.typnamespace
      where n.nspname operator(pg_catalog.=) ?
        and t.typname::pg_catalog.text operator(pg_catalog.=) any (?)
      order by 1
      """;

  private final Sender sender;
  private final Circumstances now;

  Creation(Sender sender, Circumstances now) {
    this.sender = sender;
    this.now = now;
  }

  void run(Create create) throws SQLException {
    if (now.presence().isBridge()) {
      if (!create.ifNotExists()) {
        throw Refusals.exists();
      }
      if (now.showsNotices()) {
        sender.notice("42710", "extension \"pg_background\" already exists, skipping", null);
      }
      return;
    }
    String version = create.version();
    if (version != null) {
      Versions.check(version);
      if (!version.equals(Scripts.VERSION)) {
        throw Refusals.noScript(version);
      }
    }
    String schema = schema(create.schema());
    if (!now.mayMakeSchemas()) {
      throw Refusals.mayNotCreate();
    }
    if (!sender.ask(MAY_CREATE_IN, row -> row.getBoolean(1), schema)) {
      throw Refusals.mayNotCreateIn(schema);
    }
    Remains.remove(sender);
    checkFree(schema);
    sender.run(Scripts.creation(schema, now.mayMakeRoles()));
    Admission.renew(sender);
  }

  private String schema(@Nullable String given) throws SQLException {
    if (given == null) {
      List<String> first = sender.list(FIRST_SCHEMA);
      if (first.isEmpty()) {
        throw Refusals.noSchema();
      }
      return first.get(0);
    }
    if (!sender.ask(SCHEMA, row -> row.getBoolean(1), given)) {
      throw Refusals.noSuchSchema(given);
    }
    return given;
  }

  /** Nobody may have put something in the place of what is about to be made. */
  private void checkFree(String schema) throws SQLException {
    if (sender.ask(SCHEMA, row -> row.getBoolean(1), BridgeSql.INNER_SCHEMA)) {
      throw Refusals.taken("42P06", "schema \"" + BridgeSql.INNER_SCHEMA + "\" already exists");
    }
    for (String function : sender.list(FUNCTIONS, schema, array(Members.functionNames()))) {
      throw Refusals.taken("42723", "function " + function + " already exists");
    }
    for (String type : sender.list(TYPES, schema, array(Members.TYPES))) {
      throw Refusals.taken("42710", "type \"" + type + "\" already exists");
    }
  }

  private static Object array(List<String> texts) {
    return texts.toArray(new String[0]);
  }
}
