package io.github.pgbackground.it.bridging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.serving.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.util.PSQLException;

/** Nothing that is there to stay is of a type that goes with the session. */
@ExtendWith(PostgresExtension.class)
class StoredTypesTest {
  private final TestDatabase database;
  private Connection connection;

  StoredTypesTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void connectAndHaveTemporaryTypes() throws SQLException {
    connection = database.connect();
    Sql.execute(connection, "do $$ begin perform pg_background_stats_v2(); end $$");
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "create table kept(h pg_background_handle)",
        "create table kept(n int); alter table kept add h \"pg_background_handle\"[]",
        "create function kept(h pg_background_handle) returns int language sql as 'select 1'",
        "create domain kept as PG_BACKGROUND_STATS",
      })
  void what_is_made_finds_no_temporary_type(String sql) {
    PSQLException error = assertThrows(PSQLException.class, () -> Sql.execute(connection, sql));
    assertEquals("42704", error.getSQLState());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "create table kept as select 1 as n, g, pg_background_launch_v2('select ' || g) as h"
            + " from generate_series(1, 2) g",
        "select pg_background_launch_v2('select ' || g) as h into kept from generate_series(1, 2) g",
      })
  void a_table_that_is_made_of_handles_is_taken_back(String sql) throws SQLException {
    PSQLException error = assertThrows(PSQLException.class, () -> Sql.execute(connection, sql));
    assertEquals("0A000", error.getSQLState());
    assertEquals("t", Sql.value(connection, "select to_regclass('kept') is null"));
  }

  @Test
  void in_a_transaction_the_error_aborts_it() throws SQLException {
    connection.setAutoCommit(false);
    Sql.execute(connection, "do $$ begin perform pg_background_stats_v2(); end $$");
    assertThrows(
        PSQLException.class,
        () -> Sql.execute(connection, "create table kept(h pg_background_handle)"));
    PSQLException error =
        assertThrows(PSQLException.class, () -> Sql.execute(connection, "select 1"));
    assertEquals("25P02", error.getSQLState());
    connection.rollback();
  }

  @Test
  void parts_of_handles_and_temporary_tables_may_be_kept() throws SQLException {
    Sql.execute(
        connection,
        "create table kept as select h.pid, h.cookie from generate_series(1, 2) g,"
            + " lateral pg_background_launch_v2('select ' || g) h");
    assertEquals("2", Sql.value(connection, "select count(*) from kept"));
    Sql.execute(
        connection,
        "create temp table fleeting as select pg_background_launch_v2('select ' || g) as h"
            + " from generate_series(1, 2) g");
    assertEquals("2", Sql.value(connection, "select count((h).pid) from fleeting"));
    Sql.execute(connection, "drop table kept");
  }
}
