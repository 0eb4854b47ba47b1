package io.github.pgbackground.it.transparency;

import static io.github.pgbackground.it.transparency.Comparison.sameAsPgjdbc;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import java.lang.reflect.Method;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGRefCursorResultSet;

/** Rows read as with plain pgjdbc. */
@ExtendWith(PostgresExtension.class)
class ResultSetTest {
  private static final List<Class<?>> CLASSES =
      List.of(
          String.class,
          Integer.class,
          Long.class,
          Double.class,
          Boolean.class,
          java.math.BigDecimal.class,
          java.math.BigInteger.class,
          java.time.LocalDate.class,
          java.time.LocalTime.class,
          java.time.LocalDateTime.class,
          java.time.OffsetDateTime.class,
          java.sql.Timestamp.class,
          java.util.UUID.class,
          java.sql.Array.class,
          byte[].class,
          ResultSet.class);

  private final TestDatabase database;

  ResultSetTest(TestDatabase database) {
    this.database = database;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "true",
        "7::int2",
        "-42",
        "9000000000",
        "12.340::numeric(8,3)",
        "'NaN'::numeric",
        "1.5::float4",
        "2.5e100::float8",
        "'text'::text",
        "'12'::varchar(5)",
        "'c'::char(3)",
        "'\\x00ff'::bytea",
        "date '2024-02-29'",
        "time '12:34:56.789'",
        "timetz '12:34:56+02'",
        "timestamp '2024-02-29 12:34:56.789'",
        "timestamptz '2024-02-29 12:34:56+02'",
        "'infinity'::timestamp",
        "interval '1 day 2 hours'",
        "'00112233-4455-6677-8899-aabbccddeeff'::uuid",
        "array[1,2,null]",
        "array[['a','b']]",
        "'{\"a\": 1}'::jsonb",
        "xmlelement(name x)",
        "point '(1,2)'",
        "'101'::bit(3)",
        "row(1,'a')",
        "12::oid",
        "12::money",
        "null::int",
      })
  void every_getter_gives_the_same_value(String expression) throws Exception {
    for (String binary : List.of("0", "-1")) {
      Properties properties = new Properties();
      properties.setProperty("prepareThreshold", binary);
      sameAsPgjdbc(
          database,
          properties,
          (connection, transcript) -> {
            try (PreparedStatement statement =
                    connection.prepareStatement("select " + expression + " as x");
                ResultSet rows = statement.executeQuery()) {
              rows.next();
              Sweep.over(ResultSet.class, rows, ResultSetTest::readsOneColumn, transcript);
              for (Class<?> type : CLASSES) {
                transcript.tries("as " + type.getSimpleName(), () -> rows.getObject("x", type));
              }
              transcript.tries("with a map", () -> rows.getObject(1, Map.of("x", String.class)));
              transcript.asks("whether null", rows::wasNull);
              Sweep.over(
                  java.sql.ResultSetMetaData.class,
                  rows.getMetaData(),
                  method -> !method.getName().contains("rap"),
                  transcript);
            }
          });
    }
  }

  private static boolean readsOneColumn(Method method) {
    return method.getName().startsWith("get")
        && method.getParameterCount() == 1
        && (method.getParameterTypes()[0] == int.class
            || method.getParameterTypes()[0] == String.class);
  }

  @Test
  void every_question_about_the_state_is_answered_alike() throws Exception {
    sameAsPgjdbc(
        database,
        (connection, transcript) -> {
          try (Statement statement = connection.createStatement();
              ResultSet rows = statement.executeQuery("select 1 as a, 2 as b")) {
            for (String when : List.of("before the first row", "on it", "after it")) {
              transcript.asks(when, rows::getRow);
              Sweep.over(ResultSet.class, rows, ResultSetTest::asksForState, transcript);
              transcript.asks("next", rows::next);
            }
            transcript.asks("column", () -> rows.findColumn("b"));
            transcript.fails("no such column", () -> rows.findColumn("c"));
            transcript.fails("no row", () -> rows.getInt(1));
          }
        });
  }

  private static boolean asksForState(Method method) {
    return method.getParameterCount() == 0
        && (method.getName().startsWith("get") || method.getName().startsWith("is"));
  }

  @Test
  void rows_come_in_batches_of_the_fetch_size() throws Exception {
    sameAsPgjdbc(
        database,
        (connection, transcript) -> {
          connection.setAutoCommit(false);
          try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(3);
            ResultSet rows = statement.executeQuery("select generate_series(1, 10) as n");
            transcript.asks("size", rows::getFetchSize);
            transcript.rows("rows", rows);
            ResultSet failing =
                statement.executeQuery("select 4 / (4 - n) from generate_series(1, 10) as n");
            failing.next();
            failing.next();
            failing.next();
            transcript.fails("in the second batch", failing::next);
          }
          connection.rollback();
        });
  }

  @Test
  void a_cursor_is_read_through_its_column() throws Exception {
    sameAsPgjdbc(
        database,
        (connection, transcript) -> {
          connection.setAutoCommit(false);
          try (Statement statement = connection.createStatement()) {
            statement.execute("declare c cursor for select generate_series(1, 3) as n");
            ResultSet rows = statement.executeQuery("select 'c'::refcursor");
            rows.next();
            ResultSet cursor = (ResultSet) rows.getObject(1);
            transcript.asks("statement", cursor::getStatement);
            transcript.asks("closed when read", () -> name(cursor));
            transcript.rows("cursor", cursor);
            transcript.fails("a second time", () -> rows.getObject(1));
          }
          connection.rollback();
        });
  }

  @SuppressWarnings("deprecation")
  private static Object name(ResultSet cursor) {
    return String.valueOf(((PGRefCursorResultSet) cursor).getRefCursor());
  }

  @Test
  void warnings_of_a_statement_and_of_rows_are_where_pgjdbc_has_them() throws Exception {
    sameAsPgjdbc(
        database,
        (connection, transcript) -> {
          try (Statement statement = connection.createStatement()) {
            statement.execute(
                "do $$ begin raise notice 'one'; raise warning 'two' using errcode = '01S00'; end $$");
            transcript.asks("of the statement", statement::getWarnings);
            transcript.asks("the second", () -> statement.getWarnings().getNextWarning());
            transcript.asks("of the connection", connection::getWarnings);
            statement.clearWarnings();
            transcript.asks("cleared", statement::getWarnings);
            ResultSet rows = statement.executeQuery("select 1");
            transcript.asks("of rows", rows::getWarnings);
          }
        });
  }

  @Test
  void at_most_so_many_rows_and_so_many_bytes_are_given() throws Exception {
    sameAsPgjdbc(
        database,
        (connection, transcript) -> {
          try (Statement statement = connection.createStatement()) {
            statement.setMaxRows(2);
            statement.setMaxFieldSize(3);
            transcript.rows(
                "rows", statement.executeQuery("select 'abcdef' from generate_series(1, 5)"));
            transcript.asks("rows at most", statement::getMaxRows);
            transcript.asks("bytes at most", statement::getMaxFieldSize);
          }
        });
  }
}
