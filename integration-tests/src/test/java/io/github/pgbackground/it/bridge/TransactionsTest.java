package io.github.pgbackground.it.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.serving.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.util.ServerErrorMessage;

/** Calls on the server in transactions of every kind, with the functions in either form. */
@ExtendWith(PostgresExtension.class)
class TransactionsTest {
  private static final String BLOCK =
      "do $$ declare r int; begin select x into r from pg_background_result("
          + "pg_background_launch('select count(*)::int from seen')) as (x int);"
          + " raise notice '%', r; end $$";

  private static final String STORED =
      "create function stored() returns int language plpgsql as 'declare r int; begin"
          + " select x into r from pg_background_result("
          + "pg_background_launch(''select count(*)::int from seen'')) as (x int); return r; end'";

  private final TestDatabase database;
  private Connection other;
  private Connection connection;

  TransactionsTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void connect() throws SQLException {
    other = database.connectPlain();
    Sql.execute(other, "create table seen (n int)");
    connection = database.connect();
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
    other.close();
    try (Connection last = database.connect()) {
      Sql.execute(
          last,
          "drop function if exists stored; drop extension if exists pg_background cascade;"
              + " drop role if exists pgbackground_role; drop table seen");
    }
  }

  private void install() throws SQLException {
    Sql.execute(connection, "create extension pg_background");
    Sql.execute(connection, STORED);
  }

  private List<String> block() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(BLOCK);
      return Sql.messages(statement.getWarnings());
    }
  }

  private boolean answersAreHidden() throws SQLException {
    return connection.getMetaData().getDatabaseMajorVersion() >= 16;
  }

  @ParameterizedTest
  @ValueSource(strings = {"read committed", "repeatable read", "serializable"})
  void answers_are_seen_whatever_the_transactions_snapshot_is(String level) throws Exception {
    connection.setAutoCommit(false);
    Sql.execute(connection, "set transaction isolation level " + level);
    assertEquals("0", Sql.value(connection, "select count(*) from seen"));
    assertEquals(List.of("0"), block());
    Sql.execute(other, "insert into seen values (1)");
    assertEquals(List.of("1"), block());
    connection.commit();
    install();
    connection.commit();
    Sql.execute(connection, "set transaction isolation level " + level);
    assertEquals("1", Sql.value(connection, "select stored()"));
    Sql.execute(other, "insert into seen values (2)");
    assertEquals("2", Sql.value(connection, "select stored()"));
    connection.commit();
  }

  @Test
  void a_transaction_that_only_reads_calls_what_is_installed() throws Exception {
    install();
    connection.setReadOnly(true);
    assertEquals("0", Sql.value(connection, "select stored()"));
    assertEquals(List.of("0"), block());
    connection.setAutoCommit(false);
    assertEquals("0", Sql.value(connection, "select stored()"));
    assertEquals(List.of("0"), block());
    connection.commit();
  }

  @ParameterizedTest
  @ValueSource(strings = {"repeatable read", "serializable"})
  void where_a_server_hides_answers_from_who_only_reads_that_is_said(String level)
      throws Exception {
    install();
    connection.setAutoCommit(false);
    Sql.execute(connection, "set transaction isolation level " + level + ", read only");
    if (answersAreHidden()) {
      ServerErrorMessage error = Sql.error("25006", () -> Sql.value(connection, "select stored()"));
      assertEquals(
          "cannot execute pg_background_launch in a read-only transaction of isolation level "
              + level,
          error.getMessage());
      assertEquals(
          "Its answer could not be seen there. Use READ COMMITTED, or a transaction that may write.",
          error.getHint());
    } else {
      assertEquals("0", Sql.value(connection, "select stored()"));
      assertEquals("0", Sql.value(connection, "select stored()"));
    }
    connection.rollback();
  }

  @Test
  void where_nothing_is_installed_a_transaction_that_only_reads_is_told_so() throws Exception {
    connection.setAutoCommit(false);
    connection.setReadOnly(true);
    ServerErrorMessage error = Sql.error("25006", this::block);
    assertTrue(String.valueOf(error.getMessage()).endsWith("in a read-only transaction"));
    assertTrue(String.valueOf(error.getHint()).contains("CREATE EXTENSION pg_background"));
    connection.rollback();
    connection.setReadOnly(false);
    assertEquals(List.of("0"), block());
    connection.commit();
  }

  @Test
  void functions_that_went_with_a_rollback_come_back() throws Exception {
    connection.setAutoCommit(false);
    assertEquals(List.of("0"), block());
    connection.rollback();
    assertEquals(List.of("0"), block());
    connection.rollback();
    Savepoint savepoint = connection.setSavepoint();
    assertEquals(List.of("0"), block());
    connection.rollback(savepoint);
    assertEquals(List.of("0"), block());
    connection.commit();
    assertEquals(List.of("0"), block());
    connection.commit();
  }

  @ParameterizedTest
  @ValueSource(strings = {"discard all", "discard temp"})
  void functions_that_were_discarded_come_back(String discard) throws Exception {
    assertEquals(List.of("0"), block());
    Sql.execute(connection, discard);
    assertEquals(List.of("0"), block());
    Sql.execute(connection, discard);
    Sql.execute(connection, discard);
    assertEquals(List.of("0"), block());
  }

  @Test
  void functions_that_were_discarded_come_back_with_a_rollback_beside_which_others_were_made()
      throws Exception {
    connection.setAutoCommit(false);
    assertEquals(List.of("0"), block());
    Savepoint savepoint = connection.setSavepoint();
    Sql.execute(connection, "discard temp");
    assertEquals(List.of("0"), block());
    connection.rollback(savepoint);
    assertEquals(List.of("0"), block());
    connection.commit();
    Sql.execute(connection, "discard temp");
    assertEquals(List.of("0"), block());
    connection.rollback();
    assertEquals(List.of("0"), block());
    connection.commit();
  }

  @Test
  void a_transaction_with_functions_of_its_own_cannot_be_prepared() throws Exception {
    connection.setAutoCommit(false);
    assertEquals(List.of("0"), block());
    assertEquals(
        "cannot PREPARE a transaction that has operated on temporary objects",
        Sql.error("0A000", () -> Sql.execute(connection, "prepare transaction 'bridge'"))
            .getMessage());
    connection.rollback();
  }

  @Test
  void a_transaction_that_called_what_is_installed_can_be_prepared() throws Exception {
    install();
    connection.setAutoCommit(false);
    assertEquals("0", Sql.value(connection, "select stored()"));
    Sql.execute(connection, "insert into seen values (1)");
    Sql.execute(connection, "prepare transaction 'bridge'");
    connection.rollback();
    connection.setAutoCommit(true);
    assertEquals("0", Sql.value(connection, "select stored()"));
    Sql.execute(connection, "commit prepared 'bridge'");
    assertEquals("1", Sql.value(connection, "select stored()"));
  }

  @Test
  void what_a_block_undoes_it_can_do_again() throws Exception {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "do $$ declare r int; pid int; begin"
              + " begin pid := pg_background_launch('insert into seen values (7) returning n');"
              + " select x into r from pg_background_result(pid) as (x int);"
              + " raise division_by_zero; exception when division_by_zero then null; end;"
              + " begin perform * from pg_background_result(pid) as (x int);"
              + " exception when others then raise notice '%', sqlstate; end;"
              + " select x into r from pg_background_result("
              + "pg_background_launch('select n from seen')) as (x int);"
              + " raise notice '%', r; end $$");
      assertEquals(List.of("42704", "7"), Sql.messages(statement.getWarnings()));
    }
  }

  @Test
  void an_aborted_transaction_calls_nothing() throws Exception {
    install();
    connection.setAutoCommit(false);
    Sql.error("22012", () -> Sql.value(connection, "select 1 / 0"));
    Sql.error("25P02", () -> Sql.value(connection, "select stored()"));
    Sql.error("25P02", this::block);
    connection.rollback();
    assertEquals("0", Sql.value(connection, "select stored()"));
    connection.commit();
  }
}
