package io.github.pgbackground.it.serving;

import static io.github.pgbackground.it.serving.Imitation.sameAsOnServer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.transparency.Sweep;
import io.github.pgbackground.it.transparency.Transcript;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rows that a served statement gives, read in every way. */
@ExtendWith(PostgresExtension.class)
class RowsTest {
  private static final Set<Class<?>> ADDRESSES = Set.of(int.class, String.class);

  private final TestDatabase database;

  RowsTest(TestDatabase database) {
    this.database = database;
  }

  private static String served(String job, String columns) {
    return "select * from pg_background_result(pg_background_launch($job$"
        + job
        + "$job$)) as ("
        + columns
        + ")";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "smallint|'7'",
        "int|'2147483647'",
        "bigint|'-9223372036854775808'",
        "numeric|'12345.678900'",
        "numeric(7,2)|'12345.68'",
        "numeric|'NaN'",
        "real|'1.5'",
        "double precision|'1e300'",
        "money|'1.25'",
        "boolean|'t'",
        "text|'grüße'",
        "text|'1'",
        "text|''",
        "varchar(10)|'2024-01-02'",
        "char(5)|'abc'",
        "name|'n'",
        "\"char\"|'c'",
        "bytea|'\\x00ff'",
        "date|'2024-02-29'",
        "date|'infinity'",
        "time|'12:34:56.789'",
        "timetz|'12:34:56+02'",
        "timestamp|'2024-02-29 12:34:56.789012'",
        "timestamp(0)|'2024-02-29 12:34:56'",
        "timestamptz|'2024-02-29 12:34:56+02'",
        "interval|'1 year 2 days 03:04:05.6'",
        "uuid|'00000000-0000-0001-0000-000000000002'",
        "json|'{\"a\": 1}'",
        "jsonb|'{\"a\": 1}'",
        "xml|'<a>1</a>'",
        "int[]|'{1,2,NULL}'",
        "text[]|'{a,\"b,c\"}'",
        "point|'(1,2)'",
        "box|'(1,2),(0,0)'",
        "inet|'10.0.0.1/8'",
        "macaddr|'08:00:2b:01:02:03'",
        "bit(3)|'101'",
        "bit(1)|'1'",
        "varbit|'10'",
        "oid|'4711'",
        "regclass|'pg_class'",
        "int4range|'[1,5)'",
        "tsvector|'a b'",
        "int|null",
        "text|null",
        "boolean|null",
      })
  void every_getter_reads_every_type_as_from_a_server(String type, String value) throws Exception {
    String query = served("select " + value + "::" + type + " as x", "x " + type);
    sameAsOnServer(
        database,
        (connection, transcript) -> {
          try (Statement statement = connection.createStatement()) {
            ResultSet row = statement.executeQuery(query);
            row.next();
            Sweep.over(ResultSet.class, row, RowsTest::getsAValue, transcript);
            for (Class<?> target :
                new Class<?>[] {
                  String.class,
                  Integer.class,
                  Long.class,
                  BigDecimal.class,
                  Boolean.class,
                  UUID.class,
                  LocalDate.class,
                  LocalDateTime.class,
                  OffsetDateTime.class
                }) {
              transcript.tries(target.getSimpleName(), () -> row.getObject("x", target));
            }
            transcript.asks("was null", row::wasNull);
            Sweep.over(
                ResultSetMetaData.class, row.getMetaData(), RowsTest::describesAColumn, transcript);
          }
        });
  }

  private static boolean getsAValue(Method method) {
    return method.getName().startsWith("get")
        && method.getParameterCount() == 1
        && ADDRESSES.contains(method.getParameterTypes()[0]);
  }

  private static boolean describesAColumn(Method method) {
    return method.getParameterCount() == 1 && method.getParameterTypes()[0] == int.class;
  }

  @ParameterizedTest
  @ValueSource(ints = {ResultSet.TYPE_FORWARD_ONLY, ResultSet.TYPE_SCROLL_INSENSITIVE})
  void rows_are_walked_through_as_from_a_server(int type) throws Exception {
    String query = served("select i from generate_series(1, 5) i", "i int");
    sameAsOnServer(
        database,
        (connection, transcript) -> {
          try (Statement statement = connection.createStatement(type, ResultSet.CONCUR_READ_ONLY)) {
            ResultSet rows = statement.executeQuery(query);
            position(transcript, "start", rows);
            transcript.tries("previous", rows::previous);
            transcript.tries("next", rows::next);
            position(transcript, "first", rows);
            transcript.tries("absolute", () -> rows.absolute(3));
            position(transcript, "third", rows);
            transcript.tries("relative", () -> rows.relative(-2));
            position(transcript, "first again", rows);
            transcript.tries("last", rows::last);
            position(transcript, "last", rows);
            transcript.tries("past", rows::next);
            position(transcript, "after", rows);
            transcript.tries("from behind", () -> rows.absolute(-1));
            transcript.tries("value", () -> rows.getInt(1));
            transcript.tries("first", rows::first);
            transcript.tries(
                "back",
                () -> {
                  rows.beforeFirst();
                  return rows.next();
                });
            transcript.tries(
                "direction",
                () -> {
                  rows.setFetchDirection(ResultSet.FETCH_REVERSE);
                  return rows.getFetchDirection();
                });
            transcript.asks("type", rows::getType);
            transcript.asks("concurrency", rows::getConcurrency);
            transcript.tries("holdability", rows::getHoldability);
            transcript.asks("fetch size", rows::getFetchSize);
            transcript.asks("warnings", rows::getWarnings);
            transcript.tries("cursor", rows::getCursorName);
            transcript.asks("column", () -> rows.findColumn("I"));
            transcript.fails("no column", () -> rows.findColumn("j"));
            transcript.fails("no index", () -> rows.getInt(2));
          }
        });
  }

  private static void position(Transcript transcript, String where, ResultSet rows) {
    transcript.tries(where + " row", rows::getRow);
    transcript.tries(where + " before first", rows::isBeforeFirst);
    transcript.tries(where + " first", rows::isFirst);
    transcript.tries(where + " last", rows::isLast);
    transcript.tries(where + " after last", rows::isAfterLast);
    transcript.tries(where + " value", () -> rows.getString(1));
  }

  @Test
  void rows_cannot_be_updated_as_those_of_any_function() throws Exception {
    String query = served("select 1", "i int");
    sameAsOnServer(
        database,
        (connection, transcript) -> {
          try (Statement statement =
              connection.createStatement(
                  ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE)) {
            ResultSet rows = statement.executeQuery(query);
            transcript.tries("concurrency", rows::getConcurrency);
            transcript.asks("next", rows::next);
            transcript.state("update", () -> rows.updateInt(1, 2));
            transcript.state("insert", rows::moveToInsertRow);
            transcript.state("delete", rows::deleteRow);
            transcript.state("refresh", rows::refreshRow);
          }
        });
  }

  @Test
  void an_empty_result_has_columns() throws Exception {
    String query = served("select 1, 'a'::text where false", "i int, t text");
    sameAsOnServer(
        database,
        (connection, transcript) -> {
          try (Statement statement = connection.createStatement()) {
            ResultSet rows = statement.executeQuery(query);
            transcript.asks("before first", rows::isBeforeFirst);
            transcript.rows("rows", rows);
          }
        });
  }

  @Test
  void a_large_result_arrives_whole_and_in_order() throws Exception {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      ResultSet rows = statement.executeQuery(served("select generate_series(1, 25000)", "n int"));
      int count = 0;
      while (rows.next()) {
        assertEquals(++count, rows.getInt(1));
      }
      assertEquals(25_000, count);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 17, 20_000})
  void a_large_result_is_scrolled_to_and_fro(int maxRows) throws Exception {
    int size = maxRows == 0 ? 25_000 : maxRows;
    try (Connection connection = database.connect();
        Statement statement =
            connection.createStatement(
                ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY)) {
      statement.setMaxRows(maxRows);
      ResultSet rows = statement.executeQuery(served("select generate_series(1, 25000)", "n int"));
      assertTrue(rows.last());
      assertEquals(size, rows.getRow());
      for (int row = size; row > 0; row--) {
        assertEquals(row, rows.getInt(1));
        assertEquals(row > 1, rows.previous());
      }
      for (int row : List.of(1, size, 16, 17, size / 2 + 1, 2)) {
        assertTrue(rows.absolute(row));
        assertEquals(row, rows.getInt(1));
      }
    }
  }
}
