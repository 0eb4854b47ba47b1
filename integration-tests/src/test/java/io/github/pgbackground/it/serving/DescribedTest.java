package io.github.pgbackground.it.serving;

import static io.github.pgbackground.it.serving.Imitation.sameAsOnServer;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.transparency.Transcript;
import java.sql.Connection;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSetMetaData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Prepared statements with calls are described: their parameters and their columns. */
@ExtendWith(PostgresExtension.class)
class DescribedTest {
  private static final String ECHO =
      "select * from pg_background_result(pg_background_launch('select ' || ? || '::text')) as (a"
          + " text)";

  private final TestDatabase database;

  DescribedTest(TestDatabase database) {
    this.database = database;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select pg_background_launch(?)",
        "select pg_background_launch(?, ?) as pid",
        "select pg_background_launch(queue_size => ?, sql => ?)",
        "select pg_background_launch('select ' || ?, 64)",
        "select pg_background_launch(?::int + 1 || ?, ? + 1), pg_background_detach(?)",
        "select pg_background_detach(?)",
        "select p from pg_background_launch(?) as p",
        "select * from pg_background_detach(?) as d",
        "select * from pg_background_result(?) as (a int, b text, c numeric(5,1))",
        "select c, r.a as \"A\", b \"ä\" from pg_background_result(?) r(a int, b varchar(3)[], c"
            + " timestamp(0))",
        "select * from pg_background_result(pg_background_launch(?, ?)) as (a char(5), d date)",
      })
  void a_statement_is_described_before_it_is_executed_and_launches_nothing(String sql)
      throws Exception {
    sameAsOnServer(
        database,
        (connection, transcript) -> {
          try (PreparedStatement statement = connection.prepareStatement(sql)) {
            describe(transcript, statement.getParameterMetaData());
            describe(transcript, statement.getMetaData());
          }
        });
    try (Connection connection = database.connect();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.getMetaData();
      statement.getParameterMetaData();
      new Backends(database).awaitNoneBut(connection);
    }
  }

  private static void describe(Transcript transcript, ParameterMetaData parameters)
      throws Exception {
    transcript.asks("parameters", parameters::getParameterCount);
    for (int i = 1; i <= parameters.getParameterCount(); i++) {
      int index = i;
      transcript.asks("type", () -> parameters.getParameterTypeName(index));
      transcript.asks("number", () -> parameters.getParameterType(index));
      transcript.asks("class", () -> parameters.getParameterClassName(index));
      transcript.asks("mode", () -> parameters.getParameterMode(index));
      transcript.asks("signed", () -> parameters.isSigned(index));
    }
    transcript.fails("one more", () -> parameters.getParameterType(9));
  }

  private static void describe(Transcript transcript, ResultSetMetaData columns) throws Exception {
    transcript.asks("columns", columns::getColumnCount);
    for (int i = 1; i <= columns.getColumnCount(); i++) {
      int index = i;
      transcript.asks("label", () -> columns.getColumnLabel(index));
      transcript.asks("name", () -> columns.getColumnName(index));
      transcript.asks("type name", () -> columns.getColumnTypeName(index));
      transcript.asks("type", () -> columns.getColumnType(index));
      transcript.asks("class", () -> columns.getColumnClassName(index));
      transcript.asks("precision", () -> columns.getPrecision(index));
      transcript.asks("scale", () -> columns.getScale(index));
      transcript.asks("size", () -> columns.getColumnDisplaySize(index));
      transcript.asks("nullable", () -> columns.isNullable(index));
      transcript.asks("case", () -> columns.isCaseSensitive(index));
      transcript.asks("signed", () -> columns.isSigned(index));
      transcript.asks("table", () -> columns.getTableName(index));
      transcript.asks("schema", () -> columns.getSchemaName(index));
      transcript.asks("catalog", () -> columns.getCatalogName(index));
      transcript.asks("auto increment", () -> columns.isAutoIncrement(index));
      transcript.asks("searchable", () -> columns.isSearchable(index));
      transcript.asks("read only", () -> columns.isReadOnly(index));
    }
  }

  @Test
  void a_statement_is_described_by_its_current_result_after_it_was_executed() throws Exception {
    sameAsOnServer(
        database,
        (connection, transcript) -> {
          try (PreparedStatement statement = connection.prepareStatement(ECHO)) {
            statement.setInt(1, 1);
            statement.execute();
            describe(transcript, statement.getMetaData());
            describe(transcript, statement.getResultSet().getMetaData());
            statement.getMoreResults();
            describe(transcript, statement.getMetaData());
          }
        });
  }

  @Test
  void a_wrong_column_fails_when_the_columns_are_asked_for() throws Exception {
    sameAsOnServer(
        database,
        (connection, transcript) -> {
          for (String sql :
              new String[] {
                "select * from pg_background_result(?) as (a nope)",
                "select b from pg_background_result(?) as (a int)"
              }) {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
              transcript.state("columns", statement::getMetaData);
            }
          }
        });
  }

  @Test
  void a_statement_of_several_is_described_by_its_first_result() throws Exception {
    sameAsOnServer(
        database,
        (connection, transcript) -> {
          try (PreparedStatement statement =
              connection.prepareStatement(
                  "select ?::int as n; select pg_background_launch('select ' || ?)")) {
            describe(transcript, statement.getMetaData());
            describe(transcript, statement.getParameterMetaData());
          }
        });
  }
}
