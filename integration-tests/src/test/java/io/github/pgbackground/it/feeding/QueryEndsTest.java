package io.github.pgbackground.it.feeding;

import static io.github.pgbackground.it.serving.Imitation.sameAsOnServer;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.serving.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a query over rows of jobs leaves behind: of the handle, of the transaction and of the
 * server.
 */
@ExtendWith(PostgresExtension.class)
class QueryEndsTest {
  private final TestDatabase database;

  QueryEndsTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void tables() throws SQLException {
    Stock.in(database);
  }

  @Test
  void an_error_of_the_server_leaves_the_handle_as_it_was() throws Exception {
    try (Connection connection = database.connect()) {
      int pid = Sql.launch(connection, "select 42");
      String from = " from pg_background_result(" + pid + ") as (x int) where x > 1";
      Sql.error("42703", () -> Sql.rows(connection, "select y" + from));
      Sql.error("42P01", () -> Sql.execute(connection, "insert into nosuch select x" + from));
      Sql.error("22012", () -> Sql.rows(connection, "select 1/0" + from));
      assertEquals(List.of("42"), Sql.rows(connection, "select x" + from));
      assertEquals(
          "PID " + pid + " is not attached to this session",
          Sql.error("42704", () -> Sql.rows(connection, "select x" + from)).getMessage());
    }
  }

  @Test
  void a_jobs_error_comes_in_place_of_its_rows_and_aborts_the_transaction() throws Exception {
    try (Connection connection = database.connect()) {
      connection.setAutoCommit(false);
      int pid = Sql.launch(connection, "select 1 / (g - 3) from generate_series(1, 3) g");
      String sql = "select sum(x) from pg_background_result(" + pid + ") as (x int)";
      assertEquals(
          "division by zero", Sql.error("22012", () -> Sql.rows(connection, sql)).getMessage());
      Sql.error("25P02", () -> Sql.rows(connection, sql));
      connection.rollback();
      assertEquals("1", Sql.value(connection, "select 1"));
    }
  }

  @Test
  void a_command_tag_is_a_row_too() throws Exception {
    try (Connection connection = database.connect()) {
      assertEquals(
          List.of("CREATE TABLE"),
          Sql.rows(
              connection,
              "select * from pg_background_result(pg_background_launch('create temp table made()'))"
                  + " as (result text) where result like 'CREATE%'"));
    }
  }

  @Test
  void columns_of_other_types_are_refused_as_everywhere() throws Exception {
    try (Connection connection = database.connect()) {
      int pid = Sql.launch(connection, "select 1::bigint");
      Sql.error(
          "42804",
          () ->
              Sql.rows(
                  connection, "select sum(x) from pg_background_result(" + pid + ") as (x int)"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"read committed", "repeatable read", "serializable", "serializable read only"})
  void it_works_in_transactions_of_every_kind(String kind) throws Exception {
    sameAsOnServer(
        database,
        (connection, transcript) -> {
          connection.setAutoCommit(false);
          int pid = Sql.launch(connection, "select g from generate_series(1, 3) g");
          connection.commit();
          Sql.execute(connection, "set transaction isolation level " + kind);
          try (Statement statement = connection.createStatement()) {
            transcript.rows(
                "sum",
                statement.executeQuery(
                    "select sum(x), current_setting('transaction_isolation'),"
                        + " current_setting('transaction_read_only')"
                        + " from pg_background_result("
                        + pid
                        + ") as (x int), stock where x = id"));
          }
          connection.commit();
        });
  }

  @Test
  void several_statements_in_one_string_are_one_transaction() throws Exception {
    sameAsOnServer(
        database,
        (connection, transcript) -> {
          String sql =
              "insert into kept select * from @letters as (x int, t text);"
                  + "select count(*) from kept; select count(*) from @halves r(x int, y numeric);"
                  + "update kept set t = y from @halves r(x int, y numeric) where r.x = kept.x";
          try (Statement statement = connection.createStatement()) {
            statement.execute(Handles.in(sql, connection));
            transcript.asks("inserted", statement::getUpdateCount);
            statement.getMoreResults();
            transcript.rows("kept", statement.getResultSet());
            statement.getMoreResults();
            transcript.rows("halves", statement.getResultSet());
            statement.getMoreResults();
            transcript.asks("updated", statement::getUpdateCount);
            transcript.asks("more", statement::getMoreResults);
            transcript.fails(
                "fails at last",
                () ->
                    statement.execute(
                        Handles.in(
                            "delete from kept using @letters r(x int, t text) where r.x = kept.x;"
                                + " select 1/0",
                            connection)));
            transcript.rows("kept", statement.executeQuery("select count(*) from kept"));
            statement.execute("truncate kept");
          }
        });
  }

  @Test
  void rows_in_a_read_only_transaction_need_nothing_to_be_written() throws Exception {
    try (Connection connection = database.connect()) {
      connection.setReadOnly(true);
      connection.setAutoCommit(false);
      assertEquals(
          List.of("6"),
          Sql.rows(
              connection,
              "select sum(x) from pg_background_result(pg_background_launch('select g from"
                  + " generate_series(1, 3) g')) as (x int) where x > 0"));
      connection.rollback();
      try (PreparedStatement insert =
          connection.prepareStatement(
              "insert into kept(x) select x from pg_background_result("
                  + "pg_background_launch('insert into kept values (1) returning 1')) as (x int)")) {
        assertEquals(
            "cannot execute INSERT in a read-only transaction",
            Sql.error("25006", insert::executeUpdate).getMessage());
      }
      connection.rollback();
      assertEquals("0", Sql.value(connection, "select count(*) from kept"));
      connection.rollback();
    }
  }
}
