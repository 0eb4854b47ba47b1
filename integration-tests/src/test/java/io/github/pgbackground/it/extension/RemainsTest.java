package io.github.pgbackground.it.extension;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.bridge.Bridges;
import io.github.pgbackground.it.serving.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * CREATE EXTENSION after the functions and types were dropped by other means than DROP EXTENSION.
 */
@ExtendWith(PostgresExtension.class)
class RemainsTest {
  private final TestDatabase database;

  RemainsTest(TestDatabase database) {
    this.database = database;
  }

  @AfterEach
  void removeAll() throws SQLException {
    Bridges.remove(database);
  }

  @Test
  void it_is_made_again_after_its_schema_was_dropped() throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      for (int i = 0; i < 2; i++) {
        statement.execute("create schema tools");
        statement.execute("create extension if not exists pg_background schema tools");
        statement.execute("set search_path = tools");
        statement.execute(
            "create function stored() returns text language sql as"
                + " 'select * from pg_background_result(pg_background_launch(''select 7'')) as (x int)'");
        assertEquals("7", Sql.value(connection, "select stored()"));
        statement.execute("drop schema tools cascade");
      }
      statement.execute("create extension pg_background schema public");
      assertEquals(18, Installed.functions(connection, "public"));
    }
  }

  @Test
  void who_makes_sure_that_it_is_gone_is_rid_of_what_is_left_and_of_its_role() throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("create schema tools");
      statement.execute("create extension pg_background schema tools");
      statement.execute("drop schema tools cascade");
      statement.execute("drop extension if exists pg_background");
      assertEquals(
          List.of("extension \"pg_background\" does not exist, skipping"),
          Sql.messages(statement.getWarnings()));
      statement.execute("drop role pgbackground_role");
      assertEquals(
          "t", Sql.value(connection, "select to_regnamespace('pgbackground_bridge') is null"));
    }
  }

  @Test
  void who_did_not_make_what_is_left_does_not_remove_it() throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      String role = Installed.role(statement, "maker");
      statement.execute("grant create on database " + database.name() + " to " + role);
      statement.execute("create schema tools authorization " + role);
      statement.execute("set role " + role);
      statement.execute("create extension pg_background schema tools");
      statement.execute("reset role");
      statement.execute("drop schema tools cascade");
      Sql.error("42P06", () -> statement.execute("create extension pg_background"));
      Installed.dropRole(statement, role);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "create function pgbackground_bridge.mine() returns int language sql as 'select 1'",
        "create table pgbackground_bridge.mine ()",
      })
  void what_is_left_stays_where_something_else_is_among_it(String other) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("create schema tools");
      statement.execute("create extension pg_background schema tools");
      statement.execute("drop schema tools cascade");
      statement.execute(other);
      Sql.error(
          other.contains("table") ? "2BP01" : "42P06",
          () -> statement.execute("create extension pg_background"));
      assertEquals(
          "1",
          Sql.value(
              connection,
              "select (select count(*) from pg_proc where pronamespace = n.oid and proname = 'mine')"
                  + " + (select count(*) from pg_class where relnamespace = n.oid)"
                  + " from pg_namespace n where nspname = 'pgbackground_bridge'"));
      statement.execute("drop schema pgbackground_bridge cascade");
    }
  }
}
