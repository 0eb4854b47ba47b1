package io.github.pgbackground.it.extension;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.serving.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who serves the calls where the database has the extension itself. */
@ExtendWith(PostgresExtension.class)
class ExtensionItselfTest {
  private static final String LAUNCH = "select pg_background_launch('select 7')";
  private static final String STORED = "select launches()";
  private static final String BLOCK = "do 'begin perform pg_background_launch(''select 7''); end'";

  private final TestDatabase database;

  ExtensionItselfTest(TestDatabase database) {
    this.database = database;
  }

  private Connection connect(String property, String value) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("pgbackground." + property, value);
    return database.connect(properties);
  }

  /** Installs it, and lets this JVM know. */
  private void install() throws SQLException {
    PlayedExtension.install(database);
    execute("create extension if not exists pg_background");
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = database.connect()) {
      Sql.execute(connection, sql);
    }
  }

  @AfterEach
  void drop() throws SQLException {
    PlayedExtension.drop(database);
    execute("drop extension if exists pg_background");
  }

  private static int pid(Connection connection, String launch) throws SQLException {
    return Integer.parseInt(String.valueOf(Sql.value(connection, launch)));
  }

  @ParameterizedTest
  @CsvSource({"backend, auto", "backend, server", "handleScope, pool"})
  void all_calls_are_left_to_it(String property, String value) throws SQLException {
    install();
    try (Connection connection = connect(property, value)) {
      int before = PlayedExtension.launched(database);
      assertEquals(List.of("7"), Sql.result(connection, pid(connection, LAUNCH), "x int"));
      assertEquals(List.of("7"), Sql.result(connection, pid(connection, STORED), "x int"));
      Sql.execute(connection, BLOCK);
      assertEquals(before + 3, PlayedExtension.launched(database));
    }
  }

  @Test
  void a_session_that_wants_its_handles_shared_is_told_that_they_are_not() throws SQLException {
    install();
    try (Connection sharing = connect("handleScope", "pool");
        Connection single = database.connect()) {
      assertEquals(1, Sql.messages(sharing.getWarnings()).size());
      assertNull(single.getWarnings());
    }
  }

  @Test
  void a_client_that_serves_takes_the_calls_that_it_sees() throws SQLException {
    install();
    try (Connection connection = connect("backend", "client")) {
      int before = PlayedExtension.launched(database);
      assertEquals(List.of("7"), Sql.result(connection, pid(connection, LAUNCH), "x int"));
      assertEquals(before, PlayedExtension.launched(database));
      int theirs = pid(connection, STORED);
      Sql.error("42704", () -> Sql.result(connection, theirs, "x int"));
      Sql.execute(connection, BLOCK);
      assertEquals(before + 2, PlayedExtension.launched(database));
    }
  }

  @Test
  void the_server_makes_and_drops_it() throws SQLException {
    PlayedExtension.install(database);
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("create extension if not exists pg_background");
      assertEquals(
          List.of("extension \"pg_background\" already exists, skipping"),
          Sql.messages(statement.getWarnings()));
      statement.execute("drop extension pg_background");
      assertEquals(
          "0",
          Sql.value(
              connection, "select count(*) from pg_extension where extname = 'pg_background'"));
      int before = PlayedExtension.launched(database);
      assertEquals(List.of("7"), Sql.result(connection, pid(connection, LAUNCH), "x int"));
      assertEquals(before, PlayedExtension.launched(database));
    }
  }

  @Test
  void what_another_program_has_installed_is_learned_from_the_first_unknown_handle()
      throws SQLException {
    execute("drop extension if exists pg_background");
    try (Connection connection = database.connect();
        Connection other = database.connect()) {
      Sql.result(other, pid(other, LAUNCH), "x int");
      PlayedExtension.install(database);
      int before = PlayedExtension.launched(database);
      int pid = pid(connection, STORED);
      Sql.error("42704", () -> Sql.result(connection, pid, "x int"));
      assertEquals(List.of("7"), Sql.result(connection, pid, "x int"));
      pid(other, LAUNCH);
      assertEquals(before + 2, PlayedExtension.launched(database));
    }
  }

  @Test
  void what_another_program_has_dropped_is_learned_from_the_first_missing_function()
      throws SQLException {
    install();
    try (Connection connection = database.connect();
        Connection other = database.connect()) {
      Sql.result(other, pid(other, LAUNCH), "x int");
      PlayedExtension.drop(database);
      Sql.error("42883", () -> Sql.value(connection, LAUNCH));
      assertEquals(List.of("7"), Sql.result(connection, pid(connection, LAUNCH), "x int"));
      assertEquals(List.of("7"), Sql.result(other, pid(other, LAUNCH), "x int"));
    }
  }
}
