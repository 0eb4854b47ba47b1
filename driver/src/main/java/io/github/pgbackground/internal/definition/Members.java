package io.github.pgbackground.internal.definition;

import io.github.pgbackground.internal.sql.BackgroundFunction;
import io.github.pgbackground.internal.sql.BackgroundFunction.Parameter;
import io.github.pgbackground.internal.sql.FunctionTable;
import io.github.pgbackground.internal.sql.text.Identifiers;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What belongs to the extension in the schema that its users see. */
public final class Members {

  /** Its types, without their schema. */
  public static final List<String> TYPES =
      List.of("pg_background_handle", "pg_background_stats", "pg_background_progress");

  private static final List<String> ADMINISTRATION =
      List.of(
          "grant_pg_background_privileges(pg_catalog.text, pg_catalog.bool)",
          "revoke_pg_background_privileges(pg_catalog.text, pg_catalog.bool)",
          "pg_background_drop_executor_role()");

  private Members() {}

  /** Its types, for SQL. */
  public static List<String> types(String schema) {
    return TYPES.stream().map(type -> Identifiers.quote(schema) + "." + type).toList();
  }

  /** Its functions with the types of their parameters, for SQL. */
  public static List<String> functions(String schema) {
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
  public static List<String> functionNames() {
    List<String> names = new ArrayList<>();
    FunctionTable.V1_8.functions().forEach(function -> names.add(function.name()));
    ADMINISTRATION.forEach(function -> names.add(function.substring(0, function.indexOf('('))));
    return names;
  }
}
