package io.github.pgbackground.it.serving;

import static io.github.pgbackground.it.serving.Imitation.sameAsOnServer;
import static io.github.pgbackground.it.serving.Pieces.read;
import static io.github.pgbackground.it.serving.Pieces.readOn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.transparency.Transcript;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A result that is read with a fetch size is the one that is read as a whole. */
@ExtendWith(PostgresExtension.class)
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

  private static String numbers(int count) {
    return "select i, 'v' || i from generate_series(1, " + count + ") i";
  }

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
    try (Statement statement = Pieces.of(connection, 10)) {
      assertEquals(Sql.rows(connection, query), Sql.rows(statement.executeQuery(query)));
    }
  }

  @Test
  void records_come_piece_by_piece_too() throws Exception {
    String query =
        "select pg_background_result(pg_background_launch($job$select i, 'a b' from"
            + " generate_series(1, 20000) i$job$))";
    try (Statement statement = Pieces.of(connection, 10)) {
      assertEquals(Sql.rows(connection, query), Sql.rows(statement.executeQuery(query)));
    }
  }

  @Test
  void a_value_that_does_not_fit_the_typmod_ends_the_result_where_it_stands() throws Exception {
    String job = "select repeat('x', i / 5000)::varchar from generate_series(1, 30000) i";
    try (Statement statement = Pieces.of(connection, 10);
        ResultSet rows = statement.executeQuery(read(job, "t varchar(3)"))) {
      for (int i = 1; i <= 5000; i++) {
        assertTrue(rows.next());
      }
      Sql.error("22001", () -> readOn(rows));
      Sql.error("22001", rows::next);
    }
  }

  @Test
  void notices_of_the_job_are_there_when_its_rows_are() throws Exception {
    Sql.execute(
        connection,
        "create or replace function loud(i int) returns int language plpgsql as"
            + " 'begin raise notice ''%'', i; return i; end'");
    try (Statement statement = Pieces.of(connection, 5);
        ResultSet rows =
            statement.executeQuery(read("select loud(i) from generate_series(1, 40) i", "i int"))) {
      assertEquals(40, readOn(rows).size());
      List<String> messages = Sql.messages(statement.getWarnings());
      assertEquals(40, messages.size());
      assertEquals("40", messages.get(39));
    }
  }

  @Test
  void many_results_are_read_at_once_slowly() throws Exception {
    List<Statement> statements = new ArrayList<>();
    List<ResultSet> results = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Statement statement = Pieces.of(connection, 100);
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
