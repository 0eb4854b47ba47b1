package io.github.pgbackground.internal.command.inspection;

import io.github.pgbackground.internal.presence.Presence;
import io.github.pgbackground.internal.settings.Backend;
import io.github.pgbackground.internal.settings.Settings;
import io.github.pgbackground.internal.sql.text.Identifiers;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether the database has the extension or the bridge, and what the user may do with it.
 *
 * @param presence what the database has
 * @param settings of the URL
 */
public record FunctionsInspection(Presence presence, Settings settings) implements Inspection {
  private static final String FUNCTIONS = "functions";
  private static final String PRIVILEGES = "privileges";

  private static final String RIGHTS =
      """
      select session_user, pg_catalog.current_database(),
        pg_catalog.has_database_privilege(pg_catalog.current_database(), 'CREATE'),
        pg_catalog.has_database_privilege(pg_catalog.current_database(), 'TEMPORARY'),
        coalesce(pg_catalog.has_schema_privilege(pg_catalog.current_schema(), 'CREATE'), false),
        pg_catalog.pg_is_in_recovery(), v.available,
        pg_catalog.current_setting('is_superuser')::bool or not v.takes_superuser
      from (
        select count(*) > 0, coalesce(pg_catalog.bool_and(superuser and not trusted), false)
        from pg_catalog.pg_available_extension_versions where name = 'pg_background')
        as v (available, takes_superuser)""";

  /** Who the user is, and what he may do. */
  private record Rights(
      String user,
      String database,
      boolean mayInstall,
      boolean mayUseTemporary,
      boolean isReplica,
      boolean isAvailable) {}

  @Override
  public List<Finding> inspect(Connection connection) throws SQLException {
    Rights rights =
        Inspection.ask(
            connection,
            RIGHTS,
            row ->
                new Rights(
                    row.getString(1),
                    row.getString(2),
                    row.getBoolean(3) && row.getBoolean(5) && row.getBoolean(8),
                    row.getBoolean(4),
                    row.getBoolean(6),
                    row.getBoolean(7)));
    List<Finding> findings = new ArrayList<>();
    if (settings.backend() == Backend.SERVER && !presence.isExtension()) {
      findings.add(
          Finding.problem(
              FUNCTIONS,
              "pgbackground.backend=server leaves all calls to the server, and this database does"
                  + " not have the extension.",
              rights.isAvailable()
                  ? "CREATE EXTENSION pg_background, or leave the property out."
                  : "Leave the property out: this driver serves the calls then."));
      return findings;
    }
    if (presence.isAbsent()) {
      findings.add(absent(rights));
      findings.addAll(privilegesWithout(rights));
    } else {
      findings.addAll(present());
      findings.addAll(reached(connection));
      findings.add(privilegesWith(connection, rights));
    }
    return findings;
  }

  private static Finding absent(Rights rights) {
    return rights.isAvailable()
        ? Finding.note(
            FUNCTIONS,
            "The server has the extension, this database has not: this driver serves the calls in"
                + " your statements.",
            "CREATE EXTENSION pg_background, once for each database, lets the extension serve all"
                + " calls, those of stored functions, triggers and views too.")
        : Finding.note(
            FUNCTIONS,
            "Neither the extension nor the bridge is in this database: this driver serves the"
                + " calls in your statements.",
            "CREATE EXTENSION pg_background, through this driver and once for each database, lets"
                + " stored functions, triggers and views call it too.");
  }

  private static List<Finding> privilegesWithout(Rights rights) {
    List<Finding> findings = new ArrayList<>();
    if (rights.isReplica()) {
      return findings;
    }
    if (rights.mayInstall()) {
      findings.add(Finding.ok(PRIVILEGES, rights.user() + " may install it."));
    } else {
      findings.add(
          Finding.note(
              PRIVILEGES,
              rights.user() + " may not install it.",
              rights.isAvailable()
                  ? "Have a superuser install it."
                  : "Have a superuser install it, or GRANT CREATE ON DATABASE "
                      + Identifiers.quote(rights.database())
                      + " and on a schema TO "
                      + Identifiers.quote(rights.user())
                      + "."));
    }
    if (!rights.mayUseTemporary()) {
      findings.add(
          Finding.problem(
              PRIVILEGES,
              rights.user()
                  + " may make no temporary functions, so that calls which only the server sees, in"
                  + " DO blocks for instance, are not served.",
              "GRANT TEMPORARY ON DATABASE "
                  + Identifiers.quote(rights.database())
                  + " TO "
                  + Identifiers.quote(rights.user())));
    }
    return findings;
  }

  private List<Finding> present() {
    String where = " in the schema " + Identifiers.quote(presence.schema()) + ".";
    List<Finding> findings = new ArrayList<>();
    if (presence.isExtension()) {
      findings.add(Finding.ok(FUNCTIONS, "The extension is installed" + where));
      findings.addAll(
          problems(
              "Leave the property out, and read each result on the connection that launched."));
      if (settings.backend() == Backend.CLIENT) {
        findings.add(
            Finding.note(
                FUNCTIONS,
                "With pgbackground.backend=client this driver serves the calls that it sees, and the"
                    + " extension all others: neither knows the handles of the other.",
                "Leave the property out: the extension serves all of them then."));
      }
      return findings;
    }
    findings.add(Finding.ok(FUNCTIONS, "The bridge of this driver is installed" + where));
    findings.addAll(
        problems(
            presence.trusted()
                ? "Its owner runs ALTER EXTENSION pg_background UPDATE through the newest driver."
                : "DROP EXTENSION pg_background, and have a superuser create it anew."));
    return findings;
  }

  /** What a session is told of it when it begins. */
  private List<Finding> problems(String remedy) {
    return presence.warnings(settings).stream()
        .map(warning -> Finding.problem(FUNCTIONS, String.valueOf(warning.getMessage()), remedy))
        .toList();
  }

  private List<Finding> reached(Connection connection) throws SQLException {
    boolean isOnPath =
        Inspection.ask(
            connection,
            "select "
                + literal(presence.schema())
                + " = any (pg_catalog.current_schemas(false)::text[])",
            row -> row.getBoolean(1));
    return isOnPath
        ? List.of()
        : List.of(
            Finding.note(
                FUNCTIONS,
                "That schema is not on the search path, so calls have to name it.",
                "ALTER DATABASE or ALTER ROLE ... SET search_path, or write "
                    + Identifiers.quote(presence.schema())
                    + ".pg_background_launch(...)"));
  }

  private Finding privilegesWith(Connection connection, Rights rights) throws SQLException {
    String schema = Identifiers.quote(presence.schema());
    boolean mayCall =
        Inspection.ask(
            connection,
            "select pg_catalog.has_schema_privilege("
                + literal(presence.schema())
                + ", 'USAGE') and pg_catalog.has_function_privilege("
                + literal(schema + ".pg_background_launch(text, int)")
                + ", 'EXECUTE')",
            row -> row.getBoolean(1));
    return mayCall
        ? Finding.ok(PRIVILEGES, rights.user() + " may call it.")
        : Finding.problem(
            PRIVILEGES,
            rights.user() + " may not call it.",
            "Its owner runs SELECT "
                + schema
                + ".grant_pg_background_privileges("
                + literal(rights.user())
                + ", true), and GRANT USAGE ON SCHEMA "
                + schema
                + " TO "
                + Identifiers.quote(rights.user())
                + ".");
  }

  private static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
