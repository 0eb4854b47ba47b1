package io.github.pgbackground.it.serving;

import static io.github.pgbackground.it.serving.Pieces.read;
import static io.github.pgbackground.it.serving.Pieces.readOn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a result ends that is read with a fetch size: with the job's commit or its error. */
@ExtendWith(PostgresExtension.class)
class EndOfPiecesTest {
  private final TestDatabase database;
  private Connection connection;

  EndOfPiecesTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void connect() throws SQLException {
    connection = database.connect();
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  @Test
  void an_error_in_the_middle_comes_after_the_rows_before_it() throws Exception {
    String job = "select 100 / (50 - i) from generate_series(1, 100) i";
    connection.setAutoCommit(false);
    Savepoint before = connection.setSavepoint();
    try (Statement statement = Pieces.of(connection, 5);
        ResultSet rows = statement.executeQuery(read(job, "i int"))) {
      for (int i = 1; i <= 49; i++) {
        assertTrue(rows.next());
      }
      assertTrue(
          String.valueOf(Sql.error("22012", rows::next).getWhere()).contains("background worker"));
      Sql.error("25P02", () -> Sql.execute(connection, "select 1"));
    }
    connection.rollback(before);
    assertEquals("1", Sql.value(connection, "select 1"));
    connection.rollback();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 10})
  void an_error_at_commit_comes_in_place_of_the_end(int maxRows) throws Exception {
    Sql.execute(
        connection,
        "drop table if exists late; create table late (n int unique deferrable initially"
            + " deferred)");
    String job = "insert into late select i / 2 from generate_series(1, 1000) i returning n";
    try (Statement statement = Pieces.of(connection, 5)) {
      statement.setMaxRows(maxRows);
      ResultSet rows = statement.executeQuery(read(job, "n int"));
      int count = 0;
      SQLException error = null;
      while (error == null) {
        try {
          assertTrue(rows.next(), "the result ended well");
          count++;
        } catch (SQLException e) {
          error = e;
        }
      }
      assertEquals("23505", error.getSQLState());
      assertEquals(maxRows == 0 ? 1000 : maxRows, count);
      assertEquals("0", Sql.value(connection, "select count(*) from late"));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 10, 1000})
  void a_result_is_over_when_the_job_is_committed(int maxRows) throws Exception {
    Sql.execute(connection, "drop table if exists done; create table done (n int)");
    String job = "insert into done select i from generate_series(1, 1000) i returning n";
    try (Statement statement = Pieces.of(connection, 5)) {
      statement.setMaxRows(maxRows);
      assertEquals(
          maxRows == 0 ? 1000 : maxRows, readOn(statement.executeQuery(read(job, "n int"))).size());
      assertEquals("1000", Sql.value(connection, "select count(*) from done"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"result", "statement", "execution", "connection"})
  void a_half_read_result_is_no_half_committed_statement(String closing) throws Exception {
    Sql.execute(connection, "drop table if exists half; create table half (n int)");
    String job = "insert into half select i from generate_series(1, 50000) i returning n";
    try (Statement statement = Pieces.of(connection, 5);
        Connection looking = database.connectPlain()) {
      ResultSet rows = statement.executeQuery(read(job, "n int"));
      assertTrue(rows.next());
      switch (closing) {
        case "result" -> rows.close();
        case "statement" -> statement.close();
        case "execution" -> statement.execute("select 1");
        default -> connection.close();
      }
      Await.until(
          "the job has committed",
          () -> "50000".equals(Sql.value(looking, "select count(*) from half")));
    }
  }

  @Test
  void a_batch_and_an_update_wait_for_the_end_of_what_they_do_not_show() throws Exception {
    String failing = read("select 100 / (50 - i) from generate_series(1, 100) i", "i int");
    try (Statement statement = Pieces.of(connection, 5)) {
      statement.addBatch(failing);
      BatchUpdateException error =
          assertThrows(BatchUpdateException.class, statement::executeBatch);
      assertEquals("22012", error.getSQLState());
      Sql.error("22012", () -> statement.executeUpdate(failing));
      assertFalse(statement.isClosed());
    }
  }

  @Test
  void several_statements_in_a_string_are_one_transaction_with_a_fetch_size_too() throws Exception {
    Sql.execute(connection, "drop table if exists whole; create table whole (n int)");
    String failing = read("select 100 / (50 - i) from generate_series(1, 100) i", "i int");
    try (Statement statement = Pieces.of(connection, 5)) {
      Sql.error("22012", () -> statement.execute("insert into whole values (1); " + failing));
      assertEquals("0", Sql.value(connection, "select count(*) from whole"));
    }
  }
}
