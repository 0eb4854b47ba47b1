package io.github.pgbackground.it.extension;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.bridge.Bridges;
import io.github.pgbackground.it.serving.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** ALTER EXTENSION: what others depend on stays the same object. */
@ExtendWith(PostgresExtension.class)
class ChangeTest {
  private static final String STATS = "create view stats as select * from pg_background_stats_v2()";

  private static final String OIDS =
      "select p.oid || ' ' || p.proname || ' ' || coalesce(p.proacl::text, '') from pg_proc p"
          + " where p.proname like '%pg\\_background\\_%' order by 1";

  private final TestDatabase database;

  ChangeTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void create() throws SQLException {
    try (Connection connection = database.connect()) {
      Sql.execute(connection, "create extension pg_background");
    }
  }

  @AfterEach
  void removeAll() throws SQLException {
    Bridges.remove(database);
  }

  @Test
  void an_update_to_what_is_there_says_so() throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      for (String update : List.of("update", "UPDATE TO '1.8'")) {
        assertEquals(0, statement.executeUpdate("alter extension pg_background " + update));
        assertEquals(
            List.of("version \"1.8\" of extension \"pg_background\" is already installed"),
            Sql.messages(statement.getWarnings()));
      }
    }
  }

  @Test
  void an_older_bridge_is_told_of_and_renewed_in_place() throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(STATS);
      statement.execute(
          "create or replace function pgbackground_bridge.revision(pg_background_handle)"
              + " returns int language sql immutable as 'select 0'");
      statement.execute(
          "create function pgbackground_bridge.gone() returns int language sql as 'select 1'");
    }
    // What this JVM knew is not true any more, and a change of any kind makes it look again.
    try (Connection connection = database.connect()) {
      Sql.execute(connection, "create extension if not exists pg_background");
    }
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      assertEquals(
          List.of(
              "An older version of this driver has installed pg_background in this database; run"
                  + " ALTER EXTENSION pg_background UPDATE."),
          Sql.messages(connection.getWarnings()));
      List<String> before = Sql.rows(connection, OIDS);
      statement.execute("alter extension pg_background update");
      assertNull(statement.getWarnings());
      assertEquals(before, Sql.rows(connection, OIDS));
      assertEquals(
          "0", Sql.value(connection, "select count(*) from pg_proc where proname = 'gone'"));
    }
    try (Connection connection = database.connect()) {
      assertNull(connection.getWarnings());
      Sql.execute(connection, "drop view stats");
    }
  }

  @Test
  void who_its_owner_may_not_become_does_not_make_functions_for_him() throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      String role = Installed.role(statement, "owner");
      statement.execute("drop extension pg_background");
      statement.execute("grant create on database " + database.name() + " to " + role);
      statement.execute("create schema theirs authorization " + role);
      statement.execute("set role " + role);
      statement.execute("create extension pg_background schema theirs");
      statement.execute("reset role");
      for (String change : List.of("update", "set schema public")) {
        var error =
            Sql.error("42501", () -> statement.execute("alter extension pg_background " + change));
        assertEquals("extension \"pg_background\" belongs to role " + role, error.getMessage());
      }
      statement.execute("set role " + role);
      statement.execute("alter extension pg_background update");
      assertEquals(
          List.of(role),
          Sql.rows(
              connection,
              "select distinct proowner::regrole from pg_proc where pronamespace in"
                  + " ('pgbackground_bridge'::regnamespace, 'theirs'::regnamespace)"));
      statement.execute("reset role");
      statement.execute("drop extension pg_background");
      Installed.dropRole(statement, role);
    }
  }

  @Test
  void a_function_that_was_lost_is_made_again_and_nobody_may_call_it() throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("drop function pg_background_detach(int)");
      statement.execute("alter extension pg_background update");
      assertEquals(
          "f",
          Sql.value(
              connection,
              "select has_function_privilege('pgbackground_role', 'pg_background_detach(int)',"
                  + " 'execute')"));
      assertEquals(18, Installed.functions(connection, "public"));
    }
  }

  @Test
  void it_moves_to_another_schema_and_works_there() throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(STATS);
      statement.execute("create schema \"El Sewhere\"");
      List<String> before = Sql.rows(connection, OIDS);
      assertEquals(
          0, statement.executeUpdate("alter extension pg_background set schema \"El Sewhere\""));
      assertNull(statement.getWarnings());
      assertEquals(before, Sql.rows(connection, OIDS));
      assertEquals(0, Installed.functions(connection, "public"));
      assertEquals(18, Installed.functions(connection, "El Sewhere"));
      String role = Installed.role(statement, "low");
      assertEquals(
          "t",
          Sql.value(
              connection,
              "select \"El Sewhere\".grant_pg_background_privileges('" + role + "', false)"));
      assertEquals(
          "t",
          Sql.value(
              connection,
              "select has_function_privilege('"
                  + role
                  + "', '\"El Sewhere\".pg_background_launch(text, int)', 'execute')"));
      statement.execute("alter extension pg_background set schema \"El Sewhere\"");
      statement.execute("drop view stats");
      statement.execute("drop extension pg_background");
      Installed.dropRole(statement, role);
      statement.execute("drop schema \"El Sewhere\"");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "update to '9.9'|22023|extension \"pg_background\" has no update path from version \"1.8\""
            + " to version \"9.9\"",
        "update to ''|22023|invalid extension version name: \"\"",
        "set schema nowhere|3F000|schema \"nowhere\" does not exist",
        "add table t|42704|extension \"pg_background\" does not exist",
      })
  void what_cannot_be_is_refused(String change, String state, String message) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      assertEquals(
          message,
          Sql.error(state, () -> statement.execute("alter extension pg_background " + change))
              .getMessage());
      assertEquals(18, Installed.functions(connection, "public"));
    }
  }

  @Test
  void what_is_not_there_cannot_be_changed() throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("drop extension pg_background");
      for (String change : List.of("update", "set schema public")) {
        assertEquals(
            "extension \"pg_background\" does not exist",
            Sql.error("42704", () -> statement.execute("alter extension pg_background " + change))
                .getMessage());
      }
    }
  }
}
