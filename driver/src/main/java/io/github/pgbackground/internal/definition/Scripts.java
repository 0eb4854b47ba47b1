package io.github.pgbackground.internal.definition;

import io.github.pgbackground.internal.sql.text.Identifiers;
import io.github.pgbackground.internal.sql.text.ParameterStyle;
import io.github.pgbackground.internal.sql.text.SqlStatement;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The SQL that installs the bridge, and the SQL that renews it. */
public final class Scripts {

  /** The version of pg_background that the bridge's functions are those of. */
  public static final String VERSION = "1.8";

  /** Which bridge this driver installs; it is raised whenever the SQL of the bridge changes. */
  public static final int REVISION = 7;

  private static final String ROLE =
      """
      do $$
      begin
        if not exists (select from pg_catalog.pg_roles as r
            where r.rolname operator(pg_catalog.=) 'pgbackground_role') then
          create role pgbackground_role nologin;
        end if;
      end
      $$;
      """;

  private static final String GRANT =
      """
      select ${schema}.grant_pg_background_privileges('pgbackground_role', false)
      from pg_catalog.pg_roles as r where r.rolname operator(pg_catalog.=) 'pgbackground_role';
      """;

  private static final String PRIVILEGES = resource("privileges.sql");
  private static final String INSTALLED = resource("installed.sql");

  private static final String CREATE_FUNCTION = "create function ";

  private Scripts() {}

  /** Makes everything, and fails where something is there already. */
  public static String creation(String schema, boolean mayMakeRoles) {
    StringBuilder script = new StringBuilder("create schema " + BridgeSql.INNER_SCHEMA + ";\n");
    script.append(bridge(schema)).append(locks(schema)).append(mayMakeRoles ? ROLE : "");
    return script.append(filled(GRANT, schema)).toString();
  }

  /**
   * Makes the functions anew; those in the bridge's own schema must be gone. Who may call the
   * others stays as it is.
   */
  public static String renewal(String schema) {
    String outer = CREATE_FUNCTION + Identifiers.quote(schema) + ".";
    String script = bridge(schema);
    List<String> statements = new ArrayList<>();
    for (SqlStatement statement : SqlStatement.split(script, true, ParameterStyle.NONE)) {
      String text = script.substring(statement.start(), statement.end());
      if (text.startsWith(outer)) {
        statements.add("create or replace function " + text.substring(CREATE_FUNCTION.length()));
      } else if (!text.startsWith("create type ")) {
        statements.add(text);
      }
    }
    return String.join(";\n", statements);
  }

  private static String bridge(String schema) {
    return BridgeSql.installed(schema)
        + filled(PRIVILEGES + INSTALLED, schema)
        + Members.comments(schema);
  }

  /** As in the extension, nobody may use anything before it is granted to him. */
  private static String locks(String schema) {
    return "revoke all on function "
        + String.join(", ", Members.functions(schema))
        + " from public;\nrevoke all on type "
        + String.join(", ", Members.types(schema))
        + " from public;\n";
  }

  private static String filled(String template, String schema) {
    return template
        .replace("${schema}", Identifiers.quote(schema))
        .replace("${inner}", BridgeSql.INNER_SCHEMA)
        .replace("${revision}", Integer.toString(REVISION));
  }

  private static String resource(String name) {
    try (InputStream file = Scripts.class.getResourceAsStream(name)) {
      byte[] text = Objects.requireNonNull(file, name).readAllBytes();
      return new String(text, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
