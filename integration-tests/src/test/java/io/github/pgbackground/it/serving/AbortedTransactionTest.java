package io.github.pgbackground.it.serving;

import static io.github.pgbackground.it.serving.Audit.AUDIT;
import static io.github.pgbackground.it.serving.Audit.FAILING;
import static io.github.pgbackground.it.serving.Audit.state;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.core.TransactionState;
import org.postgresql.util.ServerErrorMessage;

/** An error of a served statement aborts the caller's transaction, as one of the server does. */
@ExtendWith(PostgresExtension.class)
class AbortedTransactionTest {
  private static final String RAISING =
      """
      pg_background_result(pg_background_launch($$
        do $do$ begin
          raise exception using errcode = 'P7777', message = 'it''s ' || chr(92) || ' "it"',
            detail = 'd';
        end $do$ $$)) as (n text)
      """;

  private final TestDatabase database;
  private Audit audit;

  AbortedTransactionTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void begin() throws SQLException {
    audit = Audit.in(database);
  }

  @AfterEach
  void end() throws SQLException {
    audit.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "→",
      quoteCharacter = '`',
      textBlock =
          """
          select * from pg_background_result(pg_background_launch('select 1 / 0')) as (n int) → 22012
          select * from pg_background_result(4711) as (a int) → 42704
          select pg_background_detach(4711) → 42704
          select pg_background_launch('select 1', 1) → 22023
          select pg_background_launch(nope) → 42703
          select * from pg_background_result(4711) as (a nope) → 42704
          select b from pg_background_result(4711) as (a int) → 42703
          select pg_background_launch('select 1') / 0 → 22012
          insert into audit select x from generate_series(1, 2) g, lateral pg_background_result(4710 + g) as (x int) → 42704
          """)
  void an_error_aborts_the_transaction_and_a_savepoint_brings_it_back(String sql, String sqlState)
      throws Exception {
    try (Connection connection = database.connect()) {
      connection.setAutoCommit(false);
      Sql.execute(connection, "insert into audit values (7)");
      Savepoint savepoint = connection.setSavepoint();
      assertEquals(sqlState, fails(connection, sql));
      assertEquals(TransactionState.FAILED, state(connection));
      Sql.error("25P02", () -> Sql.execute(connection, "select 1"));
      Sql.error("25P02", () -> Sql.execute(connection, AUDIT));
      connection.rollback(savepoint);
      assertEquals("7", Sql.value(connection, "select n from audit"));
      Sql.execute(connection, AUDIT);
      connection.commit();
    }
    assertEquals(2, audit.count());
  }

  private static String fails(Connection connection, String sql) {
    try {
      Sql.execute(connection, sql);
    } catch (SQLException e) {
      return e.getSQLState();
    }
    throw new AssertionError(sql + " did not fail");
  }

  @Test
  void an_aborted_transaction_launches_nothing() throws Exception {
    try (Connection connection = database.connect()) {
      connection.setAutoCommit(false);
      fails(connection, "select 1 / 0");
      Sql.error("25P02", () -> Sql.execute(connection, AUDIT));
      Sql.error(
          "25P02",
          () ->
              Sql.execute(
                  connection,
                  "select pg_background_detach(pg_background_launch('insert into audit values"
                      + " (2)'))"));
      connection.rollback();
      new Backends(database).awaitNoneBut(connection);
    }
    assertEquals(0, audit.count());
  }

  @ParameterizedTest
  @CsvSource({"never, false", "conservative, false", "always, true"})
  void autosave_decides_whether_an_error_is_survived(String autosave, boolean survives)
      throws Exception {
    Properties properties = new Properties();
    properties.setProperty("autosave", autosave);
    try (Connection connection = database.connect(properties)) {
      connection.setAutoCommit(false);
      for (String sql :
          new String[] {
            FAILING,
            "select pg_background_launch(nope)",
            "select 1 / 0",
            "select * from pg_background_result(4711) as (a int)",
            "select * from pg_background_result(pg_background_launch('select 1')) as (a text)",
            "insert into audit select x from generate_series(1, 2) g,"
                + " lateral pg_background_result(4710 + g) as (x int)",
          }) {
        Sql.execute(connection, "insert into audit values (7)");
        Savepoint savepoint = connection.setSavepoint();
        Sql.execute(connection, "insert into audit values (8)");
        fails(connection, sql);
        assertEquals(
            survives ? TransactionState.OPEN : TransactionState.FAILED, state(connection), sql);
        if (survives) {
          assertEquals("2", Sql.value(connection, "select count(*) from audit"));
        }
        connection.rollback(savepoint);
        assertEquals("7", Sql.value(connection, "select n from audit"));
        connection.rollback();
      }
    }
  }

  @Test
  void a_savepoint_within_another_brings_back_what_was_before_it() throws Exception {
    try (Connection connection = database.connect()) {
      Sql.execute(connection, "begin; insert into audit values (1); savepoint a");
      Sql.execute(connection, "insert into audit values (2); savepoint b");
      fails(connection, FAILING);
      Sql.execute(connection, "rollback to b");
      assertEquals("2", Sql.value(connection, "select count(*) from audit"));
      Sql.execute(connection, "release b");
      fails(connection, FAILING);
      Sql.execute(connection, "rollback to a");
      assertEquals(List.of("INSERT 0 1"), Sql.rows(connection, AUDIT));
      Sql.execute(connection, "commit");
    }
    assertEquals(2, audit.count());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "begin transaction read only",
        "begin isolation level repeatable read",
        "begin isolation level serializable, read only, deferrable",
        "begin; set local client_min_messages = error",
        "begin; set local standard_conforming_strings = off; set local backslash_quote = off",
        "begin; set local search_path = ''",
        "begin; set local plpgsql.extra_errors = 'all'",
        "begin; set local role pg_monitor",
      })
  void every_kind_of_transaction_is_aborted_by_an_error(String begin) throws Exception {
    try (Connection connection = database.connect()) {
      Sql.execute(connection, begin);
      ServerErrorMessage error =
          Sql.error("P7777", () -> Sql.execute(connection, "select * from " + RAISING));
      assertEquals(TransactionState.FAILED, state(connection));
      Sql.execute(connection, "rollback");
      assertEquals("it's \\ \"it\"", error.getMessage());
      assertEquals("d", error.getDetail());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"drop extension plpgsql", "revoke usage on language plpgsql from public"})
  void a_transaction_is_aborted_without_plpgsql_too(String without) throws Exception {
    try (Connection connection = database.connect()) {
      connection.setAutoCommit(false);
      Sql.execute(connection, without);
      Sql.execute(connection, "set local role pg_monitor");
      Savepoint savepoint = connection.setSavepoint();
      assertEquals(
          "PID 4711 is not attached to this session",
          Sql.error("42704", () -> Sql.execute(connection, "select pg_background_detach(4711)"))
              .getMessage());
      assertEquals(TransactionState.FAILED, state(connection));
      connection.rollback(savepoint);
      assertEquals(TransactionState.OPEN, state(connection));
      connection.rollback();
    }
  }

  @Test
  void a_transaction_begun_by_a_text_counts_as_one() throws Exception {
    try (Connection connection = database.connect()) {
      Sql.execute(connection, "begin");
      Sql.error("22012", () -> Sql.execute(connection, FAILING));
      assertEquals(TransactionState.FAILED, state(connection));
      Sql.error("25P02", () -> Sql.execute(connection, AUDIT));
      Sql.execute(connection, "rollback");
      assertEquals(List.of("INSERT 0 1"), Sql.rows(connection, AUDIT));
    }
  }
}
