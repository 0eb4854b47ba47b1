package io.github.pgbackground.examples.migrations;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pgbackground.BackgroundDataSource;
import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import liquibase.Contexts;
import liquibase.Liquibase;
import liquibase.command.CommandScope;
import liquibase.database.Database;
import liquibase.database.DatabaseFactory;
import liquibase.database.core.PostgresDatabase;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.ClassLoaderResourceAccessor;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(PostgresExtension.class)
class MigrationsTest {
  private static final String CHANGES = "db/changelog/audit.sql";

  private final TestDatabase database;
  private final BackgroundDataSource dataSource = new BackgroundDataSource();

  MigrationsTest(TestDatabase database) {
    this.database = database;
    dataSource.setUrl(database.url());
  }

  @AfterEach
  void removeAll() throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
      statement.execute("DROP SCHEMA IF EXISTS pgbackground_bridge CASCADE");
      statement.execute("DROP ROLE IF EXISTS pgbackground_role");
    }
  }

  private List<String> notes(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT what FROM audit ORDER BY what")) {
      List<String> notes = new ArrayList<>();
      while (rows.next()) {
        notes.add(rows.getString(1));
      }
      return notes;
    }
  }

  private void assertNotesSurviveRollbacks() throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      assertEquals(List.of("migrated"), notes(connection));
      connection.setAutoCommit(false);
      statement.execute("SELECT note('sold')");
      connection.rollback();
      assertEquals(List.of("migrated", "sold"), notes(connection));
      connection.commit();
    }
  }

  @Test
  void flyway_migrates_a_data_source() throws SQLException {
    Migrations.byFlyway(dataSource);
    assertNotesSurviveRollbacks();
    assertDoesNotThrow(() -> Migrations.byFlyway(dataSource));
  }

  @ParameterizedTest
  @ValueSource(strings = {"jdbc:pgbackground:", "jdbc:pgbackground:postgresql:"})
  void flyway_migrates_a_url_where_the_database_type_is_named(String prefix) throws SQLException {
    String url = database.url().replace("jdbc:pgbackground:", prefix);
    Flyway.configure().dataSource(url, null, null).load().migrate();
    assertNotesSurviveRollbacks();
  }

  @Test
  void flyway_goes_on_to_migrate_urls_of_plain_pgjdbc() {
    Flyway flyway =
        Flyway.configure().dataSource(database.plainUrl(), null, null).locations("empty").load();
    assertDoesNotThrow(flyway::migrate);
  }

  @Test
  void after_flyways_clean_it_migrates_again() throws SQLException {
    Flyway flyway = Flyway.configure().dataSource(dataSource).cleanDisabled(false).load();
    for (int i = 0; i < 2; i++) {
      flyway.migrate();
      assertNotesSurviveRollbacks();
      flyway.clean();
    }
  }

  @Test
  void a_migration_and_a_worker_that_wait_for_each_other_do_not_wait_for_ever() {
    Migrations.byFlyway(dataSource);
    Flyway flyway =
        Flyway.configure().dataSource(dataSource).locations("db/migration", "db/waiting").load();
    FlywayException e = assertThrows(FlywayException.class, flyway::migrate);
    assertTrue(e.getMessage().contains("40P01"), e::getMessage);
    assertEquals("2", flyway.info().current().getVersion().getVersion());
  }

  @Test
  void liquibase_migrates_a_data_source() throws Exception {
    Migrations.byLiquibase(dataSource);
    assertNotesSurviveRollbacks();
    assertDoesNotThrow(() -> Migrations.byLiquibase(dataSource));
  }

  @Test
  void liquibase_migrates_a_url_where_the_driver_is_named() throws Exception {
    Properties defaults = new Properties();
    try (InputStream file = MigrationsTest.class.getResourceAsStream("/liquibase.properties")) {
      defaults.load(file);
    }
    new CommandScope("update")
        .addArgumentValue("changelogFile", defaults.getProperty("changelogFile"))
        .addArgumentValue("driver", defaults.getProperty("driver"))
        .addArgumentValue("url", database.url())
        .execute();
    assertNotesSurviveRollbacks();
  }

  @Test
  void liquibase_knows_the_database_and_rolls_back() throws Exception {
    try (Connection connection = DriverManager.getConnection(database.url())) {
      Database found =
          DatabaseFactory.getInstance()
              .findCorrectDatabaseImplementation(new JdbcConnection(connection));
      assertEquals(PostgresDatabase.class, found.getClass());
      try (Liquibase liquibase = new Liquibase(CHANGES, new ClassLoaderResourceAccessor(), found)) {
        for (int i = 0; i < 2; i++) {
          liquibase.update(new Contexts());
          assertNotesSurviveRollbacks();
          liquibase.rollback(4, "");
        }
      }
    }
  }
}
