package io.github.pgbackground.it.serving;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code SELECT pg_background_result(pid)}, without a column definition list. */
@ExtendWith(PostgresExtension.class)
class RecordTest {
  private final TestDatabase database;

  RecordTest(TestDatabase database) {
    this.database = database;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select 1",
        "select 1, 'two'::text, null::int, 3.50",
        "select null::int",
        "select null::int, null::text",
        "select ''",
        "select ' a ', 'b c', E'\\t', E'\\n', E'\\r', E'\\f', E'\\v'",
        "select 'a,b', '(', ')', '[', '{', '''', '\"', '\\', '\"\\\"'",
        "select 'grüße', U&'\\00a0', U&'\\3000', U&'\\2028'",
        "select true, date '2024-01-02', now()::date, bytea '\\x00ff', array[1, 2], array['a b', 'c']",
        "select row(1, 'a b'), row(row(1)), '{\"a\": [1, 2]}'::jsonb, interval '1 day'",
        "select 1e300::float8, 0.1::float4, 'Infinity'::float8",
        "select i, 'x' || i from generate_series(1, 3) i",
        "select 1 where false",
      })
  void a_row_is_a_record_as_the_server_writes_it(String job) throws Exception {
    try (Connection connection = database.connect()) {
      int pid = Sql.launch(connection, job);
      assertEquals(
          Sql.rows(connection, "select r::text from (" + job + ") r"),
          Sql.rows(connection, "select pg_background_result(" + pid + ")"));
    }
  }

  @Test
  void its_column_is_described_as_a_record_of_the_server() throws Exception {
    try (Connection connection = database.connect()) {
      assertEquals(
          description(connection, "select row(1) as pg_background_result"),
          description(connection, "select pg_background_result(pg_background_launch('select 1'))"));
      assertEquals(
          description(connection, "select row(1) as \"R\""),
          description(
              connection,
              "select pg_background_result(pg_background_launch('select 1')) as \"R\""));
    }
  }

  private static String description(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return String.join(
          " ",
          row.getMetaData().getColumnLabel(1),
          row.getMetaData().getColumnTypeName(1),
          row.getMetaData().getColumnClassName(1),
          String.valueOf(row.getMetaData().getColumnType(1)),
          row.getString(1),
          String.valueOf(row.getObject(1)));
    }
  }

  @Test
  void tags_are_records_too() throws Exception {
    try (Connection connection = database.connect()) {
      assertEquals(
          "(\"CREATE TABLE\")",
          Sql.value(
              connection,
              "select pg_background_result(pg_background_launch('create temp table t (n int)'))"));
    }
  }
}
