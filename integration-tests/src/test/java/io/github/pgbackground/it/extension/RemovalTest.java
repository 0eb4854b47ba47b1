package io.github.pgbackground.it.extension;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.bridge.Bridges;
import io.github.pgbackground.it.serving.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.util.PSQLWarning;
import org.postgresql.util.ServerErrorMessage;

/** DROP EXTENSION, in the words and with the errors that PostgreSQL has for any extension. */
@ExtendWith(PostgresExtension.class)
class RemovalTest {
  private static final String LIST =
      "pg_background_list_v2() as (pid int4, cookie int8, launched_at timestamptz, user_id oid,"
          + " queue_size int4, state text, sql_preview text, last_error text, consumed bool)";

  private final TestDatabase database;

  RemovalTest(TestDatabase database) {
    this.database = database;
  }

  @AfterEach
  void removeAll() throws SQLException {
    Bridges.remove(database);
  }

  private static String bridgeSchemas(Connection connection) throws SQLException {
    return String.valueOf(
        Sql.value(
            connection, "select count(*) from pg_namespace where nspname like '%pgbackground%'"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "drop extension pg_background",
        "DROP EXTENSION IF EXISTS PG_BACKGROUND RESTRICT",
        "drop extension \"pg_background\" cascade -- all of it"
      })
  void it_leaves_nothing_but_the_role(String drop) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("create schema tools");
      statement.execute("create extension pg_background schema tools");
      assertEquals(0, statement.executeUpdate(drop));
      assertNull(statement.getWarnings());
      assertEquals(0, Installed.functions(connection, "tools"));
      assertEquals(List.of(), Installed.types(connection, "tools"));
      assertEquals("0", bridgeSchemas(connection));
      assertEquals(
          "1",
          Sql.value(
              connection, "select count(*) from pg_roles where rolname = 'pgbackground_role'"));
      statement.execute("drop schema tools");
    }
  }

  @Test
  void what_is_not_there_is_an_error_or_a_notice() throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      assertEquals(
          "extension \"pg_background\" does not exist",
          Sql.error("42704", () -> statement.execute("drop extension pg_background")).getMessage());
      statement.execute("drop extension if exists pg_background, no_such_extension");
      assertEquals("00000", Objects.requireNonNull(statement.getWarnings()).getSQLState());
      assertEquals(
          List.of(
              "extension \"no_such_extension\" does not exist, skipping",
              "extension \"pg_background\" does not exist, skipping"),
          Sql.messages(statement.getWarnings()));
    }
  }

  @Test
  void what_depends_on_it_keeps_it() throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("create extension pg_background");
      statement.execute("create view jobs as select pid from " + LIST);
      statement.execute("create view jobs2 as select pid from jobs");
      var one = Sql.error("2BP01", () -> statement.execute("drop extension pg_background"));
      assertEquals(
          "cannot drop extension pg_background because other objects depend on it",
          one.getMessage());
      assertEquals(
          "view jobs depends on function pg_background_list_v2()\n"
              + "view jobs2 depends on view jobs",
          one.getDetail());
      assertEquals("Use DROP ... CASCADE to drop the dependent objects too.", one.getHint());
      assertEquals(18, Installed.functions(connection, "public"));

      statement.execute(
          "create table kept(h pg_background_handle, pid int default pg_background_launch('x'))");
      statement.execute(
          "create function used(pg_background_stats) returns int language sql as 'select 1'");
      connection.setAutoCommit(false);
      var several =
          Sql.error("2BP01", () -> statement.execute("drop extension pg_background restrict"));
      assertEquals(
          "column h of table kept depends on type pg_background_handle\n"
              + "function used(pg_background_stats) depends on type pg_background_stats\n"
              + "default value for column pid of table kept depends on function"
              + " pg_background_launch(text,integer)\n"
              + "view jobs depends on function pg_background_list_v2()\n"
              + "view jobs2 depends on view jobs",
          several.getDetail());
      Sql.error("25P02", () -> statement.execute("select 1"));
      connection.rollback();
      connection.setAutoCommit(true);
      assertEquals(
          "2", Sql.value(connection, "select count(*) from pg_views where viewname like 'jobs%'"));
    }
  }

  @Test
  void cascade_takes_what_depends_on_it_along() throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("create extension pg_background");
      statement.execute("create view jobs as select pid from " + LIST);
      statement.execute("drop extension pg_background cascade");
      assertEquals(List.of("drop cascades to view jobs"), Sql.messages(statement.getWarnings()));
      statement.execute("create extension pg_background");
      statement.execute("create view jobs as select pid from " + LIST);
      statement.execute("create table kept(id int, h pg_background_handle)");
      statement.execute("drop extension pg_background cascade");
      SQLWarning warning = Objects.requireNonNull(statement.getWarnings());
      assertEquals("drop cascades to 2 other objects", warning.getMessage());
      ServerErrorMessage notice =
          Objects.requireNonNull(((PSQLWarning) warning).getServerErrorMessage());
      assertEquals(
          "drop cascades to column h of table kept\ndrop cascades to view jobs",
          notice.getDetail());
      assertNull(warning.getNextWarning());
      assertEquals(List.of(), Sql.rows(connection, "select h.id from kept as h"));
      statement.execute("drop table kept");
    }
  }

  @Test
  void it_goes_with_other_extensions_of_the_same_statement() throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("create extension pg_background");
      statement.execute("create view jobs as select pid from " + LIST);
      assertEquals(
          "cannot drop desired object(s) because other objects depend on them",
          Sql.error(
                  "2BP01",
                  () ->
                      statement.execute(
                          "drop extension if exists pg_background, no_such_extension"))
              .getMessage());
      assertEquals(
          "extension \"no_such_extension\" does not exist",
          Sql.error(
                  "42704",
                  () -> statement.execute("drop extension no_such_extension, pg_background"))
              .getMessage());
      assertEquals(18, Installed.functions(connection, "public"));
    }
  }

  @Test
  void only_its_owner_may_drop_it() throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      String role = Installed.role(statement, "low");
      statement.execute("create extension pg_background");
      statement.execute("create schema admins");
      statement.execute("set role " + role);
      for (String change :
          List.of(
              "drop extension pg_background",
              "alter extension pg_background update",
              "alter extension pg_background set schema admins")) {
        String message = Sql.error("42501", () -> statement.execute(change)).getMessage();
        assertEquals(
            change.endsWith("admins")
                ? "permission denied for schema admins"
                : "must be owner of extension pg_background",
            message);
      }
      statement.execute("reset role");
      statement.execute("drop schema admins");
      Installed.dropRole(statement, role);
    }
  }

  @Test
  void what_only_has_the_names_of_it_stays() throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("create extension pg_background");
      String other = Installed.role(statement, "other");
      statement.execute("alter function pg_background_detach(int) owner to " + other);
      statement.execute(
          "create function pg_background_launch(text) returns int language sql as 'select 1'");
      statement.execute("drop extension pg_background");
      assertEquals(2, Installed.functions(connection, "public"));
      statement.execute(
          "drop function pg_background_detach(int); drop function pg_background_launch(text)");
      Installed.dropRole(statement, other);
    }
  }

  @Test
  void it_is_part_of_its_transaction() throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("create extension pg_background");
      statement.execute("begin");
      statement.execute("drop extension pg_background");
      assertEquals(0, Installed.functions(connection, "public"));
      statement.execute("rollback");
      assertEquals(18, Installed.functions(connection, "public"));
      Sql.error("22012", () -> statement.execute("drop extension pg_background; select 1 / 0"));
      assertEquals(18, Installed.functions(connection, "public"));
    }
  }
}
