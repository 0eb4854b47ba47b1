package io.github.pgbackground.it.bridging;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.serving.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A session that has types of its own, in whose database {@code CREATE EXTENSION} makes others. */
@ExtendWith(PostgresExtension.class)
class LaterExtensionTest {
  private static final String BLOCK =
      "do $$ declare h pg_background_handle; begin h := pg_background_launch_v2('select 1');"
          + " perform pg_background_detach_v2(h.pid, h.cookie); end $$";

  private static final String STORED =
      "create function pid(h pg_background_handle) returns int language sql as 'select ($1).pid';"
          + " create function stored() returns bool language plpgsql as 'declare"
          + " h pg_background_handle; begin h := pg_background_launch_v2(''select 1'');"
          + " return pid(h) = h.pid; end'";

  private final TestDatabase database;
  private Connection connection;

  LaterExtensionTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void connectAndHaveTemporaryTypes() throws SQLException {
    connection = database.connect();
    Sql.execute(connection, BLOCK);
    Sql.execute(
        connection,
        "create temp table fleeting as select pg_background_launch_v2('select ' || g) as h"
            + " from generate_series(1, 2) g");
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
    try (Connection last = database.connect()) {
      Sql.execute(
          last,
          "drop table if exists kept; drop extension if exists pg_background cascade;"
              + " drop function if exists stored, pid; drop role if exists pgbackground_role");
    }
  }

  private void assertFindsTheLaterTypes() throws SQLException {
    Sql.execute(connection, "create table kept(h pg_background_handle)");
    assertEquals(
        "public",
        Sql.value(
            connection,
            "select typnamespace::regnamespace from pg_type join pg_attribute on atttypid ="
                + " pg_type.oid where attrelid = 'kept'::regclass and attname = 'h'"));
    assertEquals("t", Sql.value(connection, "select stored()"));
    Sql.execute(connection, BLOCK);
    assertEquals("2", Sql.value(connection, "select count((h).pid) from fleeting"));
  }

  @Test
  void its_own_statement_does() throws SQLException {
    Sql.execute(connection, "create extension pg_background");
    Sql.execute(connection, STORED);
    assertFindsTheLaterTypes();
  }

  @Test
  void another_session_does() throws SQLException {
    try (Connection other = database.connect()) {
      Sql.execute(other, "create extension pg_background");
      Sql.execute(other, STORED);
    }
    assertFindsTheLaterTypes();
  }

  @Test
  void when_it_is_dropped_the_sessions_own_types_are_found_again() throws SQLException {
    for (int i = 0; i < 2; i++) {
      Sql.execute(connection, "create extension pg_background");
      Sql.execute(connection, "drop extension pg_background");
      Sql.execute(connection, BLOCK);
      assertEquals("2", Sql.value(connection, "select count((h).pid) from fleeting"));
      Sql.error(
          "42704", () -> Sql.execute(connection, "create table kept(h pg_background_handle)"));
    }
  }

  @Test
  void and_when_it_is_taken_back() throws SQLException {
    connection.setAutoCommit(false);
    Sql.execute(connection, "create extension pg_background");
    Sql.execute(connection, STORED);
    assertFindsTheLaterTypes();
    connection.rollback();
    Sql.execute(connection, BLOCK);
    assertEquals("2", Sql.value(connection, "select count((h).pid) from fleeting"));
    connection.commit();
    Sql.execute(connection, "create extension pg_background");
    Sql.execute(connection, STORED);
    connection.commit();
    assertFindsTheLaterTypes();
    connection.commit();
  }

  @Test
  void a_role_that_is_set_stays_and_a_transaction_that_only_reads_goes_on() throws SQLException {
    try (Connection other = database.connect()) {
      Sql.execute(other, "create extension pg_background");
      Sql.execute(other, STORED);
      Sql.execute(other, "grant create on schema public to pgbackground_role");
    }
    connection.setReadOnly(true);
    connection.setAutoCommit(false);
    assertEquals("1", Sql.value(connection, "select 1"));
    assertEquals("2", Sql.value(connection, "select count((h).pid) from fleeting"));
    connection.commit();
    connection.setReadOnly(false);
    Sql.execute(connection, "set role pgbackground_role");
    Sql.execute(connection, "create table kept(h pg_background_handle)");
    assertEquals("pgbackground_role", Sql.value(connection, "select current_user"));
    assertEquals("t", Sql.value(connection, "select stored()"));
    connection.rollback();
    connection.setAutoCommit(true);
    Sql.execute(connection, "reset role");
    Sql.execute(connection, "revoke create on schema public from pgbackground_role");
  }
}
