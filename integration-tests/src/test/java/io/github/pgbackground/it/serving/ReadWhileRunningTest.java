package io.github.pgbackground.it.serving;

import static io.github.pgbackground.it.serving.Pieces.read;
import static io.github.pgbackground.it.serving.Pieces.readInto;
import static io.github.pgbackground.it.serving.Pieces.readOn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows that are given on while the job runs, and what ends the wait for more of them. */
@ExtendWith(PostgresExtension.class)
class ReadWhileRunningTest {
  private static final String COLUMNS = "t text, filler text";
  private static final List<String> REST = List.of("17", "18", "19", "20", "through");

  private final TestDatabase database;
  private final List<String> seen = new ArrayList<>();
  private Connection connection;
  private Gate gate;
  private Statement statement;

  ReadWhileRunningTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void connect() throws SQLException {
    connection = database.connect();
    gate = Gate.in(database);
    statement = Pieces.of(connection, 5);
  }

  @AfterEach
  void close() throws SQLException {
    statement.close();
    gate.close();
    connection.close();
  }

  /**
   * Twenty rows and, when the gate is open, one more: the first ones come before, since a server
   * sends when it has eight kilobytes.
   */
  private String twentyAndOne() {
    return "select i::text, repeat('x', 5000) from generate_series(1, 20) i union all select *, ''"
        + " from ("
        + gate.query()
        + ") g";
  }

  /** Reads the rows that come before the gate is open. */
  private ResultSet begin(String query) throws SQLException {
    ResultSet rows = statement.executeQuery(query);
    for (int i = 1; i <= 16; i++) {
      assertTrue(rows.next());
      assertEquals(i, rows.getInt(1));
    }
    return rows;
  }

  private ResultSet begin() throws SQLException {
    return begin(read(twentyAndOne(), COLUMNS));
  }

  /** Another thread reads what it can and waits for the last row. */
  private Elsewhere<List<String>> waitForMore(ResultSet rows) throws Exception {
    return Elsewhere.start(() -> readInto(seen, rows)).awaitParked();
  }

  private void assertTheRestCanBeRead(ResultSet rows) throws SQLException {
    gate.open();
    assertEquals(REST, readInto(seen, rows));
  }

  @Test
  void rows_are_given_on_while_the_job_runs() throws Exception {
    Elsewhere<List<String>> reading = waitForMore(begin());
    gate.open();
    assertEquals(REST, reading.value());
  }

  @Test
  void a_handle_is_used_up_when_its_result_is_begun() throws Exception {
    int pid = Sql.launch(connection, twentyAndOne());
    ResultSet rows = begin("select * from pg_background_result(" + pid + ") as (" + COLUMNS + ")");
    Sql.error("42704", () -> Sql.result(connection, pid, COLUMNS));
    gate.open();
    assertEquals(REST, readOn(rows));
  }

  @Test
  void cancel_ends_the_wait_for_rows_and_they_can_be_read_on() throws Exception {
    ResultSet rows = begin();
    Elsewhere<List<String>> reading = waitForMore(rows);
    statement.cancel();
    assertEquals("57014", reading.error().getSQLState());
    assertTheRestCanBeRead(rows);
  }

  @Test
  void a_cancelled_wait_for_rows_aborts_the_transaction() throws Exception {
    connection.setAutoCommit(false);
    Elsewhere<List<String>> reading = waitForMore(begin());
    statement.cancel();
    assertEquals("57014", reading.error().getSQLState());
    Sql.error("25P02", () -> Sql.execute(connection, "select 1"));
    connection.rollback();
  }

  @Test
  void the_query_timeout_is_one_for_each_wait_for_rows() throws Exception {
    statement.setQueryTimeout(3);
    ResultSet rows = begin();
    assertEquals(
        "57014", assertThrows(SQLException.class, () -> readInto(seen, rows)).getSQLState());
    assertTheRestCanBeRead(rows);
  }

  @Test
  void a_thread_that_is_interrupted_waits_no_longer() throws Exception {
    ResultSet rows = begin();
    Elsewhere<List<String>> reading = waitForMore(rows);
    reading.interrupt();
    assertEquals("57014", reading.error().getSQLState());
    assertTheRestCanBeRead(rows);
  }

  @ParameterizedTest
  @CsvSource({
    "result, 55000, 55000",
    "statement, 57014, 55000",
    "connection, 08003, 08003",
    "abort, 08003, 08003"
  })
  void whatever_is_closed_by_another_thread_ends_the_wait_for_rows(
      String what, String endOfWait, String later) throws Exception {
    ResultSet rows = begin();
    Elsewhere<List<String>> reading = waitForMore(rows);
    switch (what) {
      case "result" -> rows.close();
      case "statement" -> statement.close();
      case "connection" -> connection.close();
      default -> connection.abort(Runnable::run);
    }
    assertEquals(endOfWait, reading.error().getSQLState());
    assertEquals(later, assertThrows(SQLException.class, rows::next).getSQLState());
  }

  @Test
  void closing_a_result_that_another_thread_waits_for_aborts_no_transaction() throws Exception {
    connection.setAutoCommit(false);
    ResultSet rows = begin();
    Elsewhere<List<String>> reading = waitForMore(rows);
    rows.close();
    assertEquals("This ResultSet is closed.", reading.error().getMessage());
    assertEquals("1", Sql.value(connection, "select 1"));
    connection.rollback();
  }
}
