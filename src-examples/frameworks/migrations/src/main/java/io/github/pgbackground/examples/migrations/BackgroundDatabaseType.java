package io.github.pgbackground.examples.migrations;

import java.sql.Connection;
import org.flywaydb.database.postgresql.PostgreSQLDatabaseType;

/**
 * Tells Flyway, by META-INF/services, that it reaches a PostgreSQL by {@code jdbc:pgbackground:}
 * too. Only for those who give Flyway a URL: of a data source it asks the connection.
 */
public final class BackgroundDatabaseType extends PostgreSQLDatabaseType {
  @Override
  public boolean handlesJDBCUrl(String url) {
    return url.startsWith("jdbc:pgbackground:");
  }

  @Override
  public String getDriverClass(String url, ClassLoader classLoader) {
    return "io.github.pgbackground.BackgroundDriver";
  }

  /** Once connected, it is Flyway's own type for PostgreSQL that goes on. */
  @Override
  public boolean handlesDatabaseProductNameAndVersion(
      String product, String version, Connection connection) {
    return false;
  }
}
