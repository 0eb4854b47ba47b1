package io.github.pgbackground.it.extension;

import io.github.pgbackground.it.serving.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** What an installed extension has put into a database, and roles to look at it. */
final class Installed {
  private Installed() {}

  /** How many functions of the extension there are in a schema. */
  static int functions(Connection connection, String schema) throws SQLException {
    return Integer.parseInt(
        String.valueOf(
            Sql.value(
                connection,
                "select count(*) from pg_proc where proname like '%pg\\_background\\_%'"
                    + " and pronamespace = (select oid from pg_namespace where nspname = '"
                    + schema
                    + "')")));
  }

  /** The types of the extension in a schema. */
  static List<String> types(Connection connection, String schema) throws SQLException {
    return Sql.rows(
        connection,
        "select typname from pg_type where typname like 'pg\\_background\\_%' and typnamespace = '"
            + schema
            + "'::regnamespace order by 1");
  }

  /** Makes a role that no other test has. */
  static String role(Statement statement, String name) throws SQLException {
    String role = "pgbackground_it_" + ProcessHandle.current().pid() + "_" + name;
    statement.execute("create role " + role);
    return role;
  }

  static void dropRole(Statement statement, String role) throws SQLException {
    statement.execute("drop owned by " + role);
    statement.execute("drop role " + role);
  }
}
