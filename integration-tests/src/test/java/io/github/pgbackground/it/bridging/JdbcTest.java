package io.github.pgbackground.it.bridging;

import static io.github.pgbackground.it.serving.Imitation.sameAsOnServer;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.pgbackground.it.ConnectionProperties;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGStatement;

/** Parameters, rows and descriptions of statements whose calls only the server can order. */
@ExtendWith(PostgresExtension.class)
class JdbcTest {
  private static final String PER_ROW =
      "select id, x, sign(pg_background_launch('select 1')) as s from made order by id";

  private final TestDatabase database;

  JdbcTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void tables() throws SQLException {
    try (Connection connection = database.connectPlain()) {
      Sql.execute(
          connection,
          "drop table if exists made; create table made(id serial primary key, x int, t text);"
              + " insert into made(x) select generate_series(1, 5)");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"extended", "simple", "extendedForPrepared"})
  void parameters_of_every_kind_are_bound_often(String mode) throws Exception {
    sameAsOnServer(
        database,
        ConnectionProperties.of("preferQueryMode", mode),
        (connection, transcript) -> {
          try (PreparedStatement statement =
              connection.prepareStatement(
                  "select ?::text as first, x, '[1]'::jsonb ?? 'a' as has, ?,"
                      + " length(pg_background_detach(pg_background_launch('select ' || ?))::text), t from made"
                      + " where x = any (?) and (t is null or t <> ?) and (?::int is null or x > ?)"
                      + " order by x")) {
            for (int i = 0; i < 8; i++) {
              statement.setString(1, "it's ? " + i);
              statement.setObject(2, i % 2 == 0 ? "typed" : null, Types.VARCHAR);
              statement.setInt(3, i);
              statement.setArray(4, connection.createArrayOf("int4", new Integer[] {i, 3, 4}));
              statement.setCharacterStream(5, new StringReader("d"));
              statement.setNull(6, Types.INTEGER);
              statement.setInt(7, i);
              transcript.rows("rows", statement.executeQuery());
            }
          }
        });
  }

  @Test
  void the_server_keeps_a_statement_that_is_run_often() throws Exception {
    try (Connection connection = database.connect();
        PreparedStatement statement =
            connection.prepareStatement("select sign(pg_background_launch('select 1')) + ?")) {
      for (int i = 0; i < 8; i++) {
        statement.setInt(1, i);
        assertEquals(
            i + 1, Double.parseDouble(String.valueOf(Sql.value(statement.executeQuery()))));
      }
      assertEquals(
          "1",
          Sql.value(
              connection,
              "select count(*) from pg_prepared_statements where statement like '%sign(%'"));
    }
  }

  @Test
  void what_a_statement_gives_and_takes_is_known_before_it_is_run() throws Exception {
    sameAsOnServer(
        database,
        (connection, transcript) -> {
          try (PreparedStatement statement =
              connection.prepareStatement(
                  "select x, sign(pg_background_launch(?, ?)) as s from made where t = ?")) {
            columns(transcript, statement.getMetaData());
            ParameterMetaData parameters = statement.getParameterMetaData();
            for (int i = 1; i <= parameters.getParameterCount(); i++) {
              int number = i;
              transcript.asks("parameter", () -> parameters.getParameterTypeName(number));
            }
            statement.setString(1, "select 1");
            statement.setInt(2, 65536);
            statement.setString(3, "none");
            transcript.rows("rows", statement.executeQuery());
          }
        });
  }

  @Test
  void what_cannot_be_described_is_said_of_the_text_of_the_application() throws Exception {
    sameAsOnServer(
        database,
        (connection, transcript) -> {
          try (PreparedStatement statement =
              connection.prepareStatement("select 1 + pg_background_launch('x'), nosuch")) {
            connection.setAutoCommit(false);
            transcript.asks("columns", () -> Errors.all(statement::getMetaData));
            connection.rollback();
            transcript.asks("parameters", () -> Errors.all(statement::getParameterMetaData));
          }
        });
  }

  private static void columns(Transcript transcript, ResultSetMetaData columns) throws Exception {
    for (int i = 1; i <= columns.getColumnCount(); i++) {
      int number = i;
      transcript.asks("label", () -> columns.getColumnLabel(number));
      transcript.asks("type", () -> columns.getColumnTypeName(number));
    }
  }

  @Test
  void rows_are_fetched_in_pieces_limited_scrolled_and_updated() throws Exception {
    sameAsOnServer(
        database,
        (connection, transcript) -> {
          connection.setAutoCommit(false);
          try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(2);
            transcript.rows("pieces", statement.executeQuery(PER_ROW));
            statement.setMaxRows(3);
            transcript.rows("limited", statement.executeQuery(PER_ROW));
          }
          try (Statement statement =
                  connection.createStatement(
                      ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE);
              ResultSet rows =
                  statement.executeQuery(
                      "select id, x from made where pg_background_launch('select 1') > 0"
                          + " order by id")) {
            transcript.asks("last", rows::last);
            transcript.asks("row", rows::getRow);
            rows.updateInt("x", 50);
            rows.updateRow();
            transcript.asks("updated", () -> rows.getInt("x"));
          }
          transcript.asks("made", () -> Sql.rows(connection, "select x from made order by id"));
          connection.rollback();
        });
  }

  @Test
  void cursors_of_sql_are_read_after_they_are_declared() throws Exception {
    sameAsOnServer(
        database,
        (connection, transcript) -> {
          connection.setAutoCommit(false);
          Sql.execute(connection, "declare c cursor for " + PER_ROW);
          transcript.asks("first", () -> Sql.rows(connection, "fetch 2 from c"));
          transcript.asks("rest", () -> Sql.rows(connection, "fetch all from c"));
          connection.commit();
        });
  }

  @Test
  void the_threshold_of_the_statement_holds() throws Exception {
    try (Connection connection = database.connect();
        PreparedStatement statement =
            connection.prepareStatement("select 2 * sign(pg_background_launch('select 1'))")) {
      statement.unwrap(PGStatement.class).setPrepareThreshold(0);
      for (int i = 0; i < 8; i++) {
        assertEquals(List.of("2"), Sql.rows(statement.executeQuery()));
      }
      assertEquals(
          "0",
          Sql.value(
              connection,
              "select count(*) from pg_prepared_statements where statement like '%2 * sign(%'"));
    }
  }

  @Test
  void settings_that_a_block_looks_at_have_their_values() throws Exception {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "do $$ begin raise notice '%', current_setting('pg_background.max_workers');"
              + " perform pg_background_launch('select 1'); end $$");
      assertEquals(List.of("16"), Sql.messages(statement.getWarnings()));
    }
  }
}
