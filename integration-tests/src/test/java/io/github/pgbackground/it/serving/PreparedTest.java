package io.github.pgbackground.it.serving;

import static io.github.pgbackground.it.serving.Imitation.sameAsOnServer;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.sql.Types;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Prepared statements with calls, however they are prepared and executed. */
@ExtendWith(PostgresExtension.class)
class PreparedTest {
  private static final String ECHO =
      "select * from pg_background_result(pg_background_launch('select ' || ? || '::text')) as (a"
          + " text)";

  private final TestDatabase database;

  PreparedTest(TestDatabase database) {
    this.database = database;
  }

  @Test
  void a_statement_gives_a_new_result_each_time_it_is_executed() throws Exception {
    sameAsOnServer(
        database,
        (connection, transcript) -> {
          try (PreparedStatement statement = connection.prepareStatement(ECHO)) {
            for (int i = 0; i < 8; i++) {
              statement.setInt(1, i);
              transcript.rows("value " + i, statement.executeQuery());
            }
            ResultSet last = statement.executeQuery();
            transcript.asks("the value is kept", () -> Sql.rows(last));
            ResultSet open = statement.executeQuery();
            statement.executeQuery();
            transcript.asks("closed by the next", open::isClosed);
            statement.setString(1, "nope");
            transcript.state("a failing job", statement::executeQuery);
            transcript.asks("no result then", statement::getResultSet);
            transcript.asks("no count then", statement::getUpdateCount);
          }
        });
  }

  @Test
  void every_way_to_prepare_a_text_gives_a_statement_that_serves_it() throws Exception {
    String sql = "select * from pg_background_result(pg_background_launch(?)) as (a int)";
    sameAsOnServer(
        database,
        (connection, transcript) -> {
          for (PreparedStatement statement :
              new PreparedStatement[] {
                connection.prepareStatement(sql),
                connection.prepareStatement(sql, Statement.RETURN_GENERATED_KEYS),
                connection.prepareStatement(sql, new String[] {"a"}),
                connection.prepareStatement(
                    sql, ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY),
                connection.prepareStatement(
                    sql,
                    ResultSet.TYPE_FORWARD_ONLY,
                    ResultSet.CONCUR_READ_ONLY,
                    ResultSet.CLOSE_CURSORS_AT_COMMIT),
                connection.prepareCall(sql)
              }) {
            try (statement) {
              statement.setString(1, "select 5");
              transcript.asks("rows", statement::execute);
              transcript.rows("its rows", statement.getResultSet());
              transcript.asks("keys", () -> statement.getGeneratedKeys().next());
            }
          }
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"simple", "extended", "extendedForPrepared", "extendedCacheEverything"})
  void every_query_mode_serves(String mode) throws Exception {
    Properties properties = new Properties();
    properties.setProperty("preferQueryMode", mode);
    properties.setProperty("prepareThreshold", "1");
    sameAsOnServer(
        database,
        properties,
        (connection, transcript) -> {
          try (PreparedStatement statement =
              connection.prepareStatement(
                  "select * from pg_background_result(pg_background_launch('select ''' || ? || '''',"
                      + " ?)) as (a varchar(2))")) {
            statement.setNull(1, Types.VARCHAR);
            statement.setInt(2, 65536);
            transcript.rows("null", statement.executeQuery());
          }
          try (PreparedStatement statement = connection.prepareStatement(ECHO)) {
            statement.setInt(1, 42);
            transcript.rows("value", statement.executeQuery());
            transcript.rows("again", statement.executeQuery());
          }
        });
  }

  @Test
  void a_statement_shows_its_text_with_its_values() throws Exception {
    sameAsOnServer(
        database,
        (connection, transcript) -> {
          try (PreparedStatement statement =
              connection.prepareStatement("select pg_background_launch(?, ?)")) {
            transcript.asks("without", statement::toString);
            statement.setString(1, "it's");
            statement.setInt(2, 3);
            transcript.asks("with", statement::toString);
          }
        });
  }

  @Test
  void a_closed_statement_refuses_everything() throws Exception {
    sameAsOnServer(
        database,
        (connection, transcript) -> {
          PreparedStatement statement = connection.prepareStatement(ECHO);
          statement.setInt(1, 1);
          ResultSet rows = statement.executeQuery();
          statement.close();
          transcript.asks("its rows", rows::isClosed);
          transcript.fails("next", rows::next);
          transcript.fails("execute", statement::execute);
          transcript.fails("query", statement::executeQuery);
          transcript.fails("update", statement::executeUpdate);
          transcript.fails("a batch", statement::executeBatch);
          transcript.fails("add", statement::addBatch);
          transcript.fails("a value", () -> statement.setInt(1, 1));
          transcript.fails("a result", statement::getResultSet);
          transcript.fails("a count", statement::getUpdateCount);
          transcript.fails("more", statement::getMoreResults);
          transcript.fails("keys", statement::getGeneratedKeys);
          transcript.fails("warnings", statement::getWarnings);
          transcript.fails("columns", statement::getMetaData);
          transcript.state("clear", statement::clearParameters);
          transcript.state("clear warnings", statement::clearWarnings);
          statement.close();
        });
  }

  @Test
  void results_know_the_statement_and_connection_they_come_from() throws Exception {
    try (Connection connection = database.connect();
        PreparedStatement statement = connection.prepareStatement(ECHO)) {
      statement.setInt(1, 1);
      ResultSet rows = statement.executeQuery();
      assertTrue(rows == statement.getResultSet());
      assertTrue(rows.getStatement() == statement);
      assertTrue(statement.getConnection() == connection);
      assertTrue(statement.getGeneratedKeys().getStatement() == statement);
      assertFalse(statement.getMoreResults());
      assertNull(statement.getResultSet());
      assertTrue(rows.isClosed());
    }
  }
}
