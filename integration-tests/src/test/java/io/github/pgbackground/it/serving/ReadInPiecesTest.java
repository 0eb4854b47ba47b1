package io.github.pgbackground.it.serving;

import static io.github.pgbackground.it.serving.Imitation.sameAsOnServer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.transparency.Transcript;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A result that is read with a fetch size: rows are given on while the job runs. */
@ExtendWith(PostgresExtension.class)
@Timeout(60)
class ReadInPiecesTest {
  private final TestDatabase database;
  private Connection connection;

  ReadInPiecesTest(TestDatabase database) {
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

  private static String read(String job, String columns) {
    return "select * from pg_background_result(pg_background_launch($job$"
        + job
        + "$job$)) as ("
        + columns
        + ")";
  }

  private static String numbers(int count) {
    return "select i, 'v' || i from generate_series(1, " + count + ") i";
  }

  private Statement inPieces(int fetchSize) throws SQLException {
    Statement statement = connection.createStatement();
    statement.setFetchSize(fetchSize);
    return statement;
  }

  /**
   * Twenty rows and, when the gate is open, one more: the first ones come before, since a server
   * sends when it has eight kilobytes.
   */
  private static String twentyAndOne(Gate gate) {
    return "select i::text, repeat('x', 5000) from generate_series(1, 20) i union all select *, ''"
        + " from ("
        + gate.query()
        + ") g";
  }

  private static final String COLUMNS = "t text, filler text";

  /** Reads the rows that come before the gate is open. */
  private static void readFirst(ResultSet rows) throws SQLException {
    for (int i = 1; i <= 16; i++) {
      assertTrue(rows.next());
      assertEquals(i, rows.getInt(1));
    }
  }

  /** Reads what is left behind what was seen, as far as it comes. */
  private static List<String> readInto(List<String> seen, ResultSet rows) throws SQLException {
    while (rows.next()) {
      seen.add(rows.getString(1));
    }
    return seen;
  }

  /** Reads what is left. */
  private static List<String> readOn(ResultSet rows) throws SQLException {
    List<String> values = new ArrayList<>();
    while (rows.next()) {
      values.add(rows.getString(1));
    }
    return values;
  }

  private static final List<String> REST = List.of("17", "18", "19", "20", "through");

  // As with pgjdbc

  @ParameterizedTest
  @CsvSource({
    "0, 7, 0",
    "1, 7, 0",
    "7, 7, 0",
    "16, 16, 0",
    "17, 5, 0",
    "300, 50, 0",
    "300, 1000, 0",
    "300, 50, 1",
    "300, 50, 16",
    "300, 50, 17",
    "300, 50, 300",
    "300, 50, 301",
    "16, 5, 16"
  })
  void positions_and_columns_are_as_with_a_fetch_size_in_pgjdbc(
      int rows, int fetchSize, int maxRows) throws Exception {
    sameAsOnServer(
        database,
        (session, transcript) -> {
          session.setAutoCommit(false);
          try (Statement statement = session.createStatement()) {
            statement.setFetchSize(fetchSize);
            statement.setMaxRows(maxRows);
            ResultSet result = statement.executeQuery(read(numbers(rows), "n int, t text"));
            transcript.asks("fetch size", result::getFetchSize);
            transcript.asks("type", result::getType);
            transcript.asks("concurrency", result::getConcurrency);
            transcript.asks("direction", result::getFetchDirection);
            transcript.asks("column", () -> result.findColumn("t"));
            transcript.asks("label", () -> result.getMetaData().getColumnLabel(1));
            transcript.asks("the statement's", () -> statement.getResultSet() == result);
            position(transcript, result, maxRows);
            while (result.next()) {
              transcript.asks("number", () -> result.getInt("n"));
              transcript.asks("text", () -> result.getString(2));
              position(transcript, result, maxRows);
            }
            position(transcript, result, maxRows);
            transcript.asks("still over", result::next);
            transcript.fails("no row", () -> result.getInt(1));
            transcript.fails("back", result::previous);
            transcript.asks("changed fetch size", () -> changed(result, 11));
            result.close();
            transcript.fails("closed", result::next);
            transcript.fails("closed, too", result::isLast);
          }
        });
  }

  private static int changed(ResultSet result, int fetchSize) throws SQLException {
    result.setFetchSize(fetchSize);
    return result.getFetchSize();
  }

  private static void position(Transcript transcript, ResultSet result, int maxRows)
      throws Exception {
    transcript.asks("row", result::getRow);
    transcript.asks("before first", result::isBeforeFirst);
    transcript.asks("first", result::isFirst);
    transcript.asks("after last", result::isAfterLast);
    if (maxRows == 0) {
      // pgjdbc fetches a row too many for this where the number of rows is bounded.
      transcript.asks("last", result::isLast);
    }
  }

  @Test
  void what_can_be_scrolled_is_read_as_a_whole() throws Exception {
    sameAsOnServer(
        database,
        (session, transcript) -> {
          session.setAutoCommit(false);
          try (Statement statement =
              session.createStatement(
                  ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY)) {
            statement.setFetchSize(5);
            ResultSet result = statement.executeQuery(read(numbers(100), "n int, t text"));
            transcript.asks("last", result::last);
            transcript.asks("row", result::getRow);
            transcript.asks("absolute", () -> result.absolute(42));
            transcript.asks("text", () -> result.getString(2));
            transcript.asks("fetch size", result::getFetchSize);
          }
        });
  }

  @Test
  void values_are_brought_under_the_typmods_and_columns_picked_piece_by_piece() throws Exception {
    String job =
        "select i, i / 7.0, repeat('x', i % 3), i % 5 = 0 from generate_series(1, 20000) i";
    String query =
        "select c, b, a from pg_background_result(pg_background_launch($job$"
            + job
            + "$job$)) as (a int, b numeric(9,2), c text, d bool)";
    try (Statement statement = inPieces(10)) {
      assertEquals(Sql.rows(connection, query), Sql.rows(statement.executeQuery(query)));
    }
  }

  @Test
  void records_come_piece_by_piece_too() throws Exception {
    String query =
        "select pg_background_result(pg_background_launch($job$select i, 'a b' from"
            + " generate_series(1, 20000) i$job$))";
    try (Statement statement = inPieces(10)) {
      assertEquals(Sql.rows(connection, query), Sql.rows(statement.executeQuery(query)));
    }
  }

  @Test
  void a_value_that_does_not_fit_the_typmod_ends_the_result_where_it_stands() throws Exception {
    String job = "select repeat('x', i / 5000)::varchar from generate_series(1, 30000) i";
    try (Statement statement = inPieces(10);
        ResultSet rows = statement.executeQuery(read(job, "t varchar(3)"))) {
      for (int i = 1; i <= 5000; i++) {
        assertTrue(rows.next());
      }
      Sql.error("22001", () -> readOn(rows));
      Sql.error("22001", rows::next);
    }
  }

  // While the job runs

  @Test
  void rows_are_given_on_while_the_job_runs() throws Exception {
    try (Gate gate = Gate.in(database);
        Statement statement = inPieces(5);
        ResultSet rows = statement.executeQuery(read(twentyAndOne(gate), COLUMNS))) {
      readFirst(rows);
      Elsewhere<List<String>> reading = Elsewhere.start(() -> readOn(rows)).awaitParked();
      gate.open();
      assertEquals(REST, reading.value());
    }
  }

  @Test
  void a_handle_is_used_up_when_its_result_is_begun() throws Exception {
    try (Gate gate = Gate.in(database);
        Statement statement = inPieces(5)) {
      int pid = Sql.launch(connection, twentyAndOne(gate));
      String query = "select * from pg_background_result(" + pid + ") as (" + COLUMNS + ")";
      try (ResultSet rows = statement.executeQuery(query)) {
        Sql.error("42704", () -> Sql.result(connection, pid, COLUMNS));
        readFirst(rows);
        gate.open();
        assertEquals(REST, readOn(rows));
      }
    }
  }

  @Test
  void cancel_ends_the_wait_for_rows_and_they_can_be_read_on() throws Exception {
    try (Gate gate = Gate.in(database);
        Statement statement = inPieces(5);
        ResultSet rows = statement.executeQuery(read(twentyAndOne(gate), COLUMNS))) {
      readFirst(rows);
      List<String> seen = new ArrayList<>();
      Elsewhere<List<String>> reading = Elsewhere.start(() -> readInto(seen, rows)).awaitParked();
      statement.cancel();
      assertEquals("57014", reading.error().getSQLState());
      gate.open();
      assertEquals(REST, readInto(seen, rows));
    }
  }

  @Test
  void a_cancelled_wait_for_rows_aborts_the_transaction() throws Exception {
    connection.setAutoCommit(false);
    try (Gate gate = Gate.in(database);
        Statement statement = inPieces(5);
        ResultSet rows = statement.executeQuery(read(twentyAndOne(gate), COLUMNS))) {
      readFirst(rows);
      List<String> seen = new ArrayList<>();
      Elsewhere<List<String>> reading = Elsewhere.start(() -> readInto(seen, rows)).awaitParked();
      statement.cancel();
      assertEquals("57014", reading.error().getSQLState());
      Sql.error("25P02", () -> Sql.execute(connection, "select 1"));
      connection.rollback();
    }
  }

  @Test
  void the_query_timeout_is_one_for_each_wait_for_rows() throws Exception {
    try (Gate gate = Gate.in(database);
        Statement statement = inPieces(5)) {
      statement.setQueryTimeout(1);
      try (ResultSet rows = statement.executeQuery(read(twentyAndOne(gate), COLUMNS))) {
        readFirst(rows);
        List<String> seen = new ArrayList<>();
        assertEquals(
            "57014", assertThrows(SQLException.class, () -> readInto(seen, rows)).getSQLState());
        gate.open();
        assertEquals(REST, readInto(seen, rows));
      }
    }
  }

  @Test
  void a_thread_that_is_interrupted_waits_no_longer() throws Exception {
    try (Gate gate = Gate.in(database);
        Statement statement = inPieces(5);
        ResultSet rows = statement.executeQuery(read(twentyAndOne(gate), COLUMNS))) {
      readFirst(rows);
      List<String> seen = new ArrayList<>();
      Elsewhere<List<String>> reading = Elsewhere.start(() -> readInto(seen, rows)).awaitParked();
      reading.interrupt();
      assertEquals("57014", reading.error().getSQLState());
      gate.open();
      assertEquals(REST, readInto(seen, rows));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"result", "statement", "connection", "abort"})
  void whatever_is_closed_by_another_thread_ends_the_wait_for_rows(String what) throws Exception {
    try (Gate gate = Gate.in(database);
        Statement statement = inPieces(5)) {
      ResultSet rows = statement.executeQuery(read(twentyAndOne(gate), COLUMNS));
      readFirst(rows);
      List<String> seen = new ArrayList<>();
      Elsewhere<List<String>> reading = Elsewhere.start(() -> readInto(seen, rows)).awaitParked();
      switch (what) {
        case "result" -> rows.close();
        case "statement" -> statement.close();
        case "connection" -> connection.close();
        default -> connection.abort(Runnable::run);
      }
      String state = String.valueOf(reading.error().getSQLState());
      assertTrue(List.of("55000", "57014", "08003").contains(state), state);
      assertThrows(SQLException.class, () -> readInto(seen, rows));
    }
  }

  @Test
  void closing_a_result_that_another_thread_waits_for_aborts_no_transaction() throws Exception {
    connection.setAutoCommit(false);
    try (Gate gate = Gate.in(database);
        Statement statement = inPieces(5)) {
      ResultSet rows = statement.executeQuery(read(twentyAndOne(gate), COLUMNS));
      readFirst(rows);
      List<String> seen = new ArrayList<>();
      Elsewhere<List<String>> reading = Elsewhere.start(() -> readInto(seen, rows)).awaitParked();
      rows.close();
      assertEquals("This ResultSet is closed.", reading.error().getMessage());
      assertEquals("1", Sql.value(connection, "select 1"));
      connection.rollback();
    }
  }

  @Test
  void notices_of_the_job_are_there_when_its_rows_are() throws Exception {
    Sql.execute(
        connection,
        "create or replace function loud(i int) returns int language plpgsql as"
            + " 'begin raise notice ''%'', i; return i; end'");
    try (Statement statement = inPieces(5);
        ResultSet rows =
            statement.executeQuery(read("select loud(i) from generate_series(1, 40) i", "i int"))) {
      assertEquals(40, readOn(rows).size());
      List<String> messages = Sql.messages(statement.getWarnings());
      assertEquals(40, messages.size());
      assertEquals("40", messages.get(39));
    }
  }

  // How it ends

  @Test
  void an_error_in_the_middle_comes_after_the_rows_before_it() throws Exception {
    String job = "select 100 / (50 - i) from generate_series(1, 100) i";
    connection.setAutoCommit(false);
    Savepoint before = connection.setSavepoint();
    try (Statement statement = inPieces(5);
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
    try (Statement statement = inPieces(5)) {
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
      assertTrue(maxRows == 0 ? count >= 16 : count == 10, () -> "unexpected number of rows");
      assertEquals("0", Sql.value(connection, "select count(*) from late"));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 10, 1000})
  void a_result_is_over_when_the_job_is_committed(int maxRows) throws Exception {
    Sql.execute(connection, "drop table if exists done; create table done (n int)");
    String job = "insert into done select i from generate_series(1, 1000) i returning n";
    try (Statement statement = inPieces(5)) {
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
    try (Statement statement = inPieces(5);
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
    try (Statement statement = inPieces(5)) {
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
    try (Statement statement = inPieces(5)) {
      Sql.error("22012", () -> statement.execute("insert into whole values (1); " + failing));
      assertEquals("0", Sql.value(connection, "select count(*) from whole"));
    }
  }

  @Test
  void many_results_are_read_at_once_slowly() throws Exception {
    List<Statement> statements = new ArrayList<>();
    List<ResultSet> results = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Statement statement = inPieces(100);
      statements.add(statement);
      results.add(
          statement.executeQuery(
              read(
                  String.format(
                      Locale.ROOT,
                      "select i * %d, repeat('x', 100) from generate_series(1, 20000) i",
                      i + 1),
                  "n int, t text")));
    }
    for (int row = 1; row <= 20_000; row++) {
      for (int i = 0; i < results.size(); i++) {
        assertTrue(results.get(i).next());
        assertEquals(row * (i + 1), results.get(i).getInt(1));
      }
    }
    for (int i = 0; i < results.size(); i++) {
      assertFalse(results.get(i).next());
      statements.get(i).close();
    }
  }
}
