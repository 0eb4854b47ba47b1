package io.github.pgbackground.examples.migrations;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import liquibase.Contexts;
import liquibase.Liquibase;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.LiquibaseException;
import liquibase.resource.ClassLoaderResourceAccessor;
import org.flywaydb.core.Flyway;

/** Migrates a database as an application does that begins. */
public final class Migrations {
  private Migrations() {}

  /** Runs db/migration by Flyway. */
  public static void byFlyway(DataSource dataSource) {
    Flyway.configure().dataSource(dataSource).load().migrate();
  }

  /** Runs db/changelog by Liquibase. */
  public static void byLiquibase(DataSource dataSource) throws SQLException, LiquibaseException {
    try (Connection connection = dataSource.getConnection();
        Liquibase liquibase =
            new Liquibase(
                "db/changelog/audit.sql",
                new ClassLoaderResourceAccessor(),
                new JdbcConnection(connection))) {
      liquibase.update(new Contexts());
    }
  }
}
