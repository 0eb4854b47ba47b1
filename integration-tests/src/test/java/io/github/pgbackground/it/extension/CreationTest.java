package io.github.pgbackground.it.extension;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.bridge.Bridges;
import io.github.pgbackground.it.serving.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** CREATE EXTENSION, in the words and with the errors that PostgreSQL has for any extension. */
@ExtendWith(PostgresExtension.class)
class CreationTest {
  private final TestDatabase database;

  CreationTest(TestDatabase database) {
    this.database = database;
  }

  @AfterEach
  void removeAll() throws SQLException {
    Bridges.remove(database);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "create extension pg_background",
        "CREATE EXTENSION IF NOT EXISTS PG_Background WITH SCHEMA public VERSION '1.8' CASCADE",
        "create /* now */ extension \"pg_background\" -- it\n version \"1.8\" schema public;",
        "create extension pg_background version $$1.8$$",
      })
  void it_makes_the_functions_and_types(String create) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      assertFalse(statement.execute(create));
      assertEquals(0, statement.getUpdateCount());
      assertNull(statement.getWarnings());
      assertFalse(statement.getMoreResults());
      assertEquals(-1, statement.getUpdateCount());
      assertEquals(18, Installed.functions(connection, "public"));
      assertEquals(
          List.of("pg_background_handle", "pg_background_progress", "pg_background_stats"),
          Installed.types(connection, "public"));
    }
  }

  @Test
  void a_prepared_statement_makes_it_too_and_says_nothing_of_columns() throws SQLException {
    try (Connection connection = database.connect();
        PreparedStatement create = connection.prepareStatement("create extension pg_background")) {
      assertNull(create.getMetaData());
      assertEquals(0, create.executeUpdate());
      assertEquals(18, Installed.functions(connection, "public"));
    }
  }

  @Test
  void it_is_there_once() throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("create extension pg_background");
      assertEquals(
          "extension \"pg_background\" already exists",
          Sql.error("42710", () -> statement.execute("create extension pg_background"))
              .getMessage());
      statement.execute("create extension if not exists pg_background schema nowhere");
      SQLWarning notice = Objects.requireNonNull(statement.getWarnings());
      assertEquals("42710", notice.getSQLState());
      assertEquals(
          List.of("extension \"pg_background\" already exists, skipping"), Sql.messages(notice));
      statement.execute("set client_min_messages = warning");
      statement.execute("create extension if not exists pg_background");
      assertNull(statement.getWarnings());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "version '9.9' schema nowhere|22023|extension \"pg_background\" has no installation script"
            + " nor update path for version \"9.9\"",
        "version ''|22023|invalid extension version name: \"\"",
        "schema nowhere|3F000|schema \"nowhere\" does not exist",
        "schema pg_temp|3F000|schema \"pg_temp\" does not exist",
        "schema public schema public|42601|conflicting or redundant options",
        "version 1.8|42601|syntax error at or near \"1.8\"",
      })
  void what_cannot_be_is_refused_and_aborts_the_transaction(
      String options, String state, String message) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      assertEquals(
          message,
          Sql.error(state, () -> statement.execute("create extension pg_background " + options))
              .getMessage());
      Sql.error("25P02", () -> statement.execute("create extension pg_background"));
      connection.rollback();
      assertEquals(0, Installed.functions(connection, "public"));
      connection.rollback();
    }
  }

  @Test
  void it_goes_where_the_search_path_begins() throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("create schema \"The \"\"Schema\"");
      statement.execute("set search_path = nowhere, \"The \"\"Schema\", public");
      statement.execute("create extension pg_background");
      assertEquals(18, Installed.functions(connection, "The \"Schema"));
      statement.execute("drop extension pg_background");
      statement.execute("set search_path = nowhere");
      assertEquals(
          "no schema has been selected to create in",
          Sql.error("3F000", () -> statement.execute("create extension pg_background"))
              .getMessage());
    }
  }

  @Test
  void it_is_part_of_its_transaction() throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("create extension pg_background");
      assertEquals(18, Installed.functions(connection, "public"));
      connection.rollback();
      assertEquals(0, Installed.functions(connection, "public"));
      Savepoint before = connection.setSavepoint();
      statement.execute("create extension pg_background");
      connection.rollback(before);
      assertEquals(0, Installed.functions(connection, "public"));
      statement.execute("create extension pg_background");
      connection.commit();
      assertEquals(18, Installed.functions(connection, "public"));
      connection.rollback();
    }
  }

  @Test
  void stored_functions_are_served_as_soon_as_it_is_there() throws SQLException {
    try (Connection other = database.connect();
        Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("create extension pg_background");
      statement.execute(
          "create function stored() returns text language sql as"
              + " 'select * from pg_background_result(pg_background_launch(''select 7'')) as (x int)'");
      assertEquals("7", Sql.value(connection, "select stored()"));
      Savepoint savepoint = connection.setSavepoint();
      Sql.error("22012", () -> statement.execute("select 1 / 0"));
      connection.rollback(savepoint);
      assertEquals("7", Sql.value(connection, "select stored()"));
      connection.commit();
      assertEquals("7", Sql.value(connection, "select stored()"));
      connection.commit();
      connection.setAutoCommit(true);
      assertEquals("7", Sql.value(other, "select stored()"));
      statement.execute("drop function stored()");
    }
  }

  @Test
  void several_statements_in_one_string_stand_and_fall_together() throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      Sql.error(
          "22012",
          () ->
              statement.execute(
                  "create table script(x int); create extension pg_background; select 1 / 0"));
      assertEquals(0, Installed.functions(connection, "public"));
      assertFalse(
          statement.execute(
              "create table script(h int); create extension pg_background;"
                  + " create function later() returns pg_background_handle language sql"
                  + " as 'select null::pg_background_handle'; drop function later();"
                  + " drop table script"));
      for (int i = 0; i < 5; i++) {
        assertEquals(0, statement.getUpdateCount());
        statement.getMoreResults();
      }
      assertEquals(-1, statement.getUpdateCount());
      assertEquals(18, Installed.functions(connection, "public"));
    }
  }

  @Test
  void a_transaction_that_only_reads_does_not_make_it() throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("begin read only");
      assertEquals(
          "cannot execute CREATE EXTENSION in a read-only transaction",
          Sql.error("25006", () -> statement.execute("create extension pg_background"))
              .getMessage());
      statement.execute("rollback");
    }
  }

  @Test
  void who_may_not_create_schemas_in_the_database_may_not_create_it() throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      String role = Installed.role(statement, "low");
      statement.execute("create schema theirs");
      statement.execute("set role " + role);
      var error = Sql.error("42501", () -> statement.execute("create extension pg_background"));
      assertEquals("permission denied to create extension \"pg_background\"", error.getMessage());
      assertEquals(
          "Must have CREATE privilege on current database to create this extension.",
          error.getHint());
      statement.execute("reset role");
      statement.execute("grant create on database " + database.name() + " to " + role);
      statement.execute("set role " + role);
      assertEquals(
          "permission denied for schema theirs",
          Sql.error(
                  "42501", () -> statement.execute("create extension pg_background schema theirs"))
              .getMessage());
      statement.execute("reset role");
      statement.execute("grant create, usage on schema theirs to " + role);
      statement.execute("set role " + role);
      statement.execute("create extension pg_background schema theirs");
      assertNull(statement.getWarnings());
      assertEquals(18, Installed.functions(connection, "theirs"));
      statement.execute("drop extension pg_background");
      statement.execute("reset role");
      Installed.dropRole(statement, role);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "create schema pgbackground_bridge|42P06|schema \"pgbackground_bridge\" already exists"
            + "|drop schema pgbackground_bridge",
        "create function pg_background_launch(text) returns int language sql as 'select 1'|42723|"
            + "function pg_background_launch(text) already exists|drop function"
            + " pg_background_launch",
        "create type pg_background_handle as (x int)|42710|"
            + "type \"pg_background_handle\" already exists|drop type pg_background_handle",
      })
  void nothing_that_somebody_has_made_before_is_used(
      String made, String state, String message, String drop) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(made);
      var error = Sql.error(state, () -> statement.execute("create extension pg_background"));
      assertEquals(message, error.getMessage());
      assertEquals(
          "The extension makes this itself, and nothing that was there before is used in its"
              + " place. Find out who made it, and drop it or rename it.",
          error.getHint());
      statement.execute(drop);
    }
  }
}
