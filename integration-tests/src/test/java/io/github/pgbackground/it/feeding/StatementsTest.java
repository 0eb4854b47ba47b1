package io.github.pgbackground.it.feeding;

import static io.github.pgbackground.it.serving.Imitation.sameAsOnServer;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.serving.Sql;
import io.github.pgbackground.it.transparency.Transcript;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What JDBC has around a query over rows of ours: parameters, cursors, keys, counts. */
@ExtendWith(PostgresExtension.class)
class StatementsTest {
  private static final String JOB = "select g, chr(96 + g) from generate_series(1, 5) g";

  private final TestDatabase database;

  StatementsTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void tables() throws SQLException {
    try (Connection connection = database.connectPlain()) {
      Sql.execute(
          connection,
          "drop table if exists made; create table made(id serial primary key, x int, t text)");
    }
  }

  private static void rows(Transcript transcript, PreparedStatement statement) throws Exception {
    transcript.rows("rows", statement.executeQuery());
  }

  @ParameterizedTest
  @ValueSource(strings = {"extended", "simple"})
  void parameters_stand_before_within_and_behind_a_call(String mode) throws Exception {
    Properties properties = new Properties();
    properties.setProperty("preferQueryMode", mode);
    sameAsOnServer(
        database,
        properties,
        (connection, transcript) -> {
          try (PreparedStatement statement =
              connection.prepareStatement(
                  "select ?::text as first, x, t, '[1]'::jsonb ?? 'a' as has, ? as typed"
                      + " from pg_background_result(?) as r(x int, t text)"
                      + " where x = any (?) and t <> ? and (?::int is null or x > ?)"
                      + " order by x")) {
            // Often enough for a statement that the server keeps.
            for (int i = 0; i < 8; i++) {
              statement.setString(1, "it's ? " + i);
              if (i % 2 == 0) {
                statement.setNull(2, Types.VARCHAR);
              } else {
                statement.setString(2, "typed");
              }
              statement.setInt(3, Sql.launch(connection, JOB));
              statement.setArray(4, connection.createArrayOf("int4", new Integer[] {i, 3, 4}));
              statement.setCharacterStream(5, new StringReader("d"));
              statement.setNull(6, Types.INTEGER);
              statement.setInt(7, i);
              rows(transcript, statement);
            }
          }
        });
  }

  @Test
  void the_server_says_what_a_statement_will_give_before_it_is_run() throws Exception {
    sameAsOnServer(
        database,
        (connection, transcript) -> {
          try (PreparedStatement statement =
              connection.prepareStatement(
                  "select x + ?, t, x::numeric(5,1) as n from pg_background_result(?) as r(x int, t"
                      + " varchar(7)) where t like ?")) {
            ResultSetMetaData columns = statement.getMetaData();
            for (int i = 1; i <= columns.getColumnCount(); i++) {
              transcript.asks(
                  columns.getColumnLabel(i),
                  () -> List.of(columns.getColumnCount(), columns.getScale(3)));
              transcript.asks("type", () -> columns.getColumnTypeName(2));
            }
            ParameterMetaData parameters = statement.getParameterMetaData();
            for (int i = 1; i <= parameters.getParameterCount(); i++) {
              int index = i;
              transcript.asks("parameter", () -> parameters.getParameterTypeName(index));
            }
          }
        });
  }

  @Test
  void a_batch_runs_over_rows_of_ours_for_each_of_its_entries() throws Exception {
    sameAsOnServer(
        database,
        (connection, transcript) -> {
          try (PreparedStatement statement =
              connection.prepareStatement(
                  "insert into made (x, t) select x, t || ? from pg_background_result(?) as r(x"
                      + " int, t text) where x < ?")) {
            for (int i = 2; i < 5; i++) {
              statement.setString(1, "!");
              statement.setInt(2, Sql.launch(connection, JOB));
              statement.setInt(3, i);
              statement.addBatch();
            }
            transcript.asks("counts", statement::executeBatch);
          }
          try (Statement statement = connection.createStatement()) {
            transcript.rows("made", statement.executeQuery("select x, t from made order by id"));
            statement.execute("truncate made restart identity");
          }
        });
  }

  @Test
  void generated_keys_are_given_as_they_were_asked_for() throws Exception {
    String insert = "insert into made (x, t) select x, t from @letters as r(x int, t text)";
    sameAsOnServer(
        database,
        (connection, transcript) -> {
          try (Statement statement = connection.createStatement()) {
            transcript.asks(
                "all",
                () ->
                    statement.executeUpdate(
                        Handles.in(insert, connection), Statement.RETURN_GENERATED_KEYS));
            transcript.rows("keys", statement.getGeneratedKeys());
            transcript.asks(
                "by name",
                () -> statement.execute(Handles.in(insert, connection), new String[] {"id", "t"}));
            transcript.rows("keys", statement.getGeneratedKeys());
            transcript.asks("count", statement::getUpdateCount);
            transcript.fails(
                "by number",
                () -> statement.executeUpdate(Handles.in(insert, connection), new int[] {1}));
            transcript.asks("none", () -> statement.executeUpdate(Handles.in(insert, connection)));
            transcript.asks("no keys", () -> statement.getGeneratedKeys().next());
          }
          try (PreparedStatement statement =
              connection.prepareStatement(Handles.in(insert, connection), new String[] {"id"})) {
            transcript.asks("prepared", statement::executeUpdate);
            transcript.rows("keys", statement.getGeneratedKeys());
          }
          try (Statement statement = connection.createStatement()) {
            statement.execute("truncate made restart identity");
          }
        });
  }

  @Test
  void a_cursor_goes_over_the_statements_rows() throws Exception {
    sameAsOnServer(
        database,
        (connection, transcript) -> {
          connection.setAutoCommit(false);
          int pid = Sql.launch(connection, "select g from generate_series(1, 1000) g");
          try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(100);
            statement.setMaxRows(950);
            try (ResultSet rows =
                statement.executeQuery(
                    "select x * 2 from pg_background_result(" + pid + ") as (x int)")) {
              int count = 0;
              while (rows.next()) {
                count++;
              }
              int counted = count;
              transcript.asks("rows", () -> counted);
              transcript.asks("fetch size", rows::getFetchSize);
              transcript.asks("after", rows::isAfterLast);
            }
          }
          connection.rollback();
        });
  }

  @Test
  void rows_can_be_scrolled_if_that_was_asked_for() throws Exception {
    sameAsOnServer(
        database,
        (connection, transcript) -> {
          try (Statement statement =
                  connection.createStatement(
                      ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY);
              ResultSet rows =
                  statement.executeQuery(
                      Handles.in(
                          "select x + 1, t from @letters as r(x int, t text)", connection))) {
            transcript.asks("last", rows::last);
            transcript.asks("row", rows::getRow);
            transcript.asks("back", () -> rows.absolute(2));
            transcript.asks("value", () -> rows.getString(2));
            transcript.asks("statement", () -> rows.getStatement() == statement);
          }
        });
  }

  @Test
  void the_wrong_method_for_a_statement_says_so() throws Exception {
    String insert = "insert into made (x, t) select x, t from @letters as r(x int, t text)";
    String select = "select x + 1 from @letters as r(x int, t text)";
    sameAsOnServer(
        database,
        (connection, transcript) -> {
          try (Statement statement = connection.createStatement()) {
            transcript.fails("query", () -> statement.executeQuery(Handles.in(insert, connection)));
            transcript.fails(
                "update", () -> statement.executeUpdate(Handles.in(select, connection)));
            statement.execute("truncate made restart identity");
          }
        });
  }

  @Test
  void names_on_the_search_path_do_not_get_in_the_way() throws Exception {
    try (Connection connection = database.connect()) {
      Sql.execute(
          connection,
          "create schema trap; create function trap.unnest(anyarray) returns setof anyelement"
              + " language sql as 'select null'; create function"
              + " trap.json_to_recordset(json) returns setof record language sql as 'select null';"
              + " create type trap.text as (a int); create type trap.int4 as (a int);"
              + " set search_path = trap, pg_catalog");
      try {
        assertEquals(
            List.of("15|abcde"),
            Sql.rows(
                connection,
                "select sum(x), string_agg(t, '' order by x) from pg_background_result("
                    + Sql.launch(connection, JOB)
                    + ") as (x int, t pg_catalog.text)"));
        assertEquals(
            List.of("15|a"),
            Sql.rows(
                connection,
                "select sum(x), min(t) from pg_background_result("
                    + Sql.launch(connection, JOB)
                    + ") as (x int, t pg_catalog.text collate \"C\")"));
      } finally {
        Sql.execute(connection, "reset all; drop schema trap cascade");
      }
    }
  }
}
