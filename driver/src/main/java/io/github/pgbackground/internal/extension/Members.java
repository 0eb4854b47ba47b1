package io.github.pgbackground.internal.extension;

import io.github.pgbackground.internal.sql.BackgroundFunction;
import io.github.pgbackground.internal.sql.BackgroundFunction.Parameter;
import io.github.pgbackground.internal.sql.FunctionTable;
import io.github.pgbackground.internal.sql.text.Identifiers;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What belongs to the extension in the schema that its users see. */
final class Members {

  /** Its types, without their schema. */
  static final List<String> TYPES =
      List.of("pg_background_handle", "pg_background_stats", "pg_background_progress");

  private static final List<String> ADMINISTRATION =
      List.of(
          "grant_pg_background_privileges(pg_catalog.text, pg_catalog.bool)",
          "revoke_pg_background_privileges(pg_catalog.text, pg_catalog.bool)",
          "pg_background_drop_executor_role()");

  private static final String EXISTING_FUNCTIONS =
      """
      select m.name
      from pg_catalog.unnest(?::pg_catalog.text[]) as m(name)
      join pg_catalog.pg_proc as p
        on p.oid operator(pg_catalog.=) pg_catalog.to_regprocedure(m.name)::pg_catalog.oid
      join pg_catalog.pg_namespace as b on b.nspowner operator(pg_catalog.=) p.proowner
      where b.nspname operator(pg_catalog.=) ?
      order by p.oid desc
      """;

  private static final String EXISTING_TYPES =
      """
      select m.name
      from pg_catalog.unnest(?::pg_catalog.text[]) as m(name)
      join pg_catalog.pg_type as t
        on t.oid operator(pg_catalog.=) pg_catalog.to_regtype(m.name)::pg_catalog.oid
      join pg_catalog.pg_namespace as b on b.nspowner operator(pg_catalog.=) t.typowner
      where b.nspname operator(pg_catalog.=) ?
      order by t.oid desc
      """;

  private Members() {}

  /** Those of its functions that are there and belong to the bridge's owner; the youngest first. */
  static List<String> existingFunctions(String schema, Sender sender) throws SQLException {
    return sender.list(EXISTING_FUNCTIONS, functions(schema).toArray(new String[0]), Scripts.INNER);
  }

  /** Those of its types that are there and belong to the bridge's owner; the youngest first. */
  static List<String> existingTypes(String schema, Sender sender) throws SQLException {
    return sender.list(EXISTING_TYPES, types(schema).toArray(new String[0]), Scripts.INNER);
  }

  /** Its types, for SQL. */
  static List<String> types(String schema) {
    return TYPES.stream().map(type -> Identifiers.quote(schema) + "." + type).toList();
  }

  /** Its functions with the types of their parameters, for SQL. */
  static List<String> functions(String schema) {
    List<String> signatures = new ArrayList<>();
    for (BackgroundFunction function : FunctionTable.V1_8.functions()) {
      signatures.add(signature(schema, function));
    }
    for (String function : ADMINISTRATION) {
      signatures.add(Identifiers.quote(schema) + "." + function);
    }
    return signatures;
  }

  /** What people read about its functions, in SQL; those of administration have it elsewhere. */
  static String comments(String schema) {
    StringBuilder sql = new StringBuilder();
    for (BackgroundFunction function : FunctionTable.V1_8.functions()) {
      sql.append("comment on function ")
          .append(signature(schema, function))
          .append(" is '")
          .append(function.remarks().replace("'", "''"))
          .append("';\n");
    }
    return sql.toString();
  }

  private static String signature(String schema, BackgroundFunction function) {
    return function.parameters().stream()
        .map(Members::type)
        .collect(
            Collectors.joining(", ", Identifiers.quote(schema) + "." + function.name() + "(", ")"));
  }

  private static String type(Parameter parameter) {
    return "pg_catalog." + parameter.type().postgresName();
  }

  /** The names of its functions. */
  static List<String> functionNames() {
    List<String> names = new ArrayList<>();
    FunctionTable.V1_8.functions().forEach(function -> names.add(function.name()));
    ADMINISTRATION.forEach(function -> names.add(function.substring(0, function.indexOf('('))));
    return names;
  }
}
