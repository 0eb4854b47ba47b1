package io.github.pgbackground.it.serving;

import static io.github.pgbackground.it.serving.Imitation.sameAsOnServer;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.transparency.Transcript;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What JDBC says of a statement after it was served, call by call. */
@ExtendWith(PostgresExtension.class)
class StatementStateTest {
  private static final String FIVE =
      "select * from pg_background_result(pg_background_launch('select i, ''v'' || i from"
          + " generate_series(1, 5) i')) as (n int, t text)";
  private static final String ONE =
      "select * from pg_background_result(pg_background_launch('select 1')) as (n int)";

  private final TestDatabase database;

  StatementStateTest(TestDatabase database) {
    this.database = database;
  }

  private static void state(Transcript transcript, Statement statement) throws Exception {
    transcript.asks("result", statement::getResultSet);
    transcript.asks("count", statement::getUpdateCount);
    transcript.asks("large count", statement::getLargeUpdateCount);
    transcript.asks("warnings", () -> Sql.messages(statement.getWarnings()));
    transcript.asks("closed", statement::isClosed);
  }

  @Test
  void a_result_is_the_current_one_until_there_are_no_more() throws Exception {
    sameAsOnServer(
        database,
        (connection, transcript) -> {
          try (Statement statement = connection.createStatement()) {
            state(transcript, statement);
            transcript.asks("execute", () -> statement.execute(FIVE));
            state(transcript, statement);
            ResultSet rows = statement.getResultSet();
            transcript.asks("the same", () -> rows == statement.getResultSet());
            transcript.asks("more", statement::getMoreResults);
            state(transcript, statement);
            transcript.asks("its rows are closed", rows::isClosed);
            transcript.fails("next", rows::next);
            transcript.asks("still none", statement::getMoreResults);
            state(transcript, statement);
          }
        });
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        Statement.CLOSE_CURRENT_RESULT,
        Statement.KEEP_CURRENT_RESULT,
        Statement.CLOSE_ALL_RESULTS
      })
  void earlier_results_are_kept_or_closed_as_told(int current) throws Exception {
    sameAsOnServer(
        database,
        (connection, transcript) -> {
          try (Statement statement = connection.createStatement()) {
            statement.execute(ONE + "; select 2; " + FIVE + "; select 4");
            ResultSet first = statement.getResultSet();
            statement.getMoreResults(Statement.KEEP_CURRENT_RESULT);
            ResultSet second = statement.getResultSet();
            transcript.asks("more", () -> statement.getMoreResults(current));
            ResultSet third = statement.getResultSet();
            for (ResultSet rows : new ResultSet[] {first, second, third}) {
              transcript.asks("closed", rows::isClosed);
            }
            transcript.asks("last", () -> statement.getMoreResults(current));
            transcript.asks("over", () -> statement.getMoreResults(current));
            state(transcript, statement);
            for (ResultSet rows : new ResultSet[] {first, second, third}) {
              transcript.asks("closed", rows::isClosed);
            }
          }
        });
  }

  @Test
  void the_next_execution_closes_what_is_left_of_the_last() throws Exception {
    sameAsOnServer(
        database,
        (connection, transcript) -> {
          try (Statement statement = connection.createStatement()) {
            for (String[] texts :
                new String[][] {{FIVE, ONE}, {FIVE, "select 1"}, {"select 1", FIVE}}) {
              ResultSet left = statement.executeQuery(texts[0]);
              ResultSet now = statement.executeQuery(texts[1]);
              transcript.asks("left", left::isClosed);
              transcript.asks("now", now::isClosed);
              transcript.asks("current", () -> now == statement.getResultSet());
            }
            ResultSet left = statement.executeQuery(FIVE);
            transcript.asks("create", () -> statement.executeUpdate("create temp table x ()"));
            transcript.asks("left", left::isClosed);
            state(transcript, statement);
            statement.execute("create temp table y ()");
            statement.execute(FIVE);
            state(transcript, statement);
          }
        });
  }

  @Test
  void a_statement_closes_with_its_last_result_if_it_was_told_to() throws Exception {
    sameAsOnServer(
        database,
        (connection, transcript) -> {
          for (String sql : new String[] {FIVE, ONE + "; " + FIVE, "select 1; " + FIVE}) {
            Statement statement = connection.createStatement();
            statement.closeOnCompletion();
            transcript.asks("told", statement::isCloseOnCompletion);
            statement.execute(sql);
            ResultSet first = statement.getResultSet();
            if (statement.getMoreResults(Statement.KEEP_CURRENT_RESULT)) {
              ResultSet second = statement.getResultSet();
              first.close();
              transcript.asks("one is open", statement::isClosed);
              second.close();
            } else {
              first.close();
            }
            transcript.asks("closed", statement::isClosed);
            transcript.fails("execute", () -> statement.execute(sql));
          }
        });
  }

  @Test
  void the_ways_to_execute_refuse_what_they_do_not_take() throws Exception {
    sameAsOnServer(
        database,
        (connection, transcript) -> {
          try (Statement statement = connection.createStatement()) {
            transcript.fails("update", () -> statement.executeUpdate(ONE));
            transcript.fails("large update", () -> statement.executeLargeUpdate(ONE));
            transcript.asks("no keys", () -> statement.execute(ONE, Statement.NO_GENERATED_KEYS));
            transcript.asks("keys", () -> statement.execute(ONE, Statement.RETURN_GENERATED_KEYS));
            transcript.asks("names", () -> statement.execute(ONE, new String[] {"n"}));
            transcript.asks("generated", () -> statement.getGeneratedKeys().next());
            transcript.fails("a query of two", () -> statement.executeQuery(ONE + "; select 2"));
            transcript.fails(
                "a query of none", () -> statement.executeQuery("create temp table z (); " + ONE));
            transcript.asks(
                "an update of two", () -> statement.executeUpdate("drop table if exists z"));
          }
        });
  }

  @Test
  void limits_hold_for_served_rows() throws Exception {
    sameAsOnServer(
        database,
        (connection, transcript) -> {
          try (Statement statement = connection.createStatement()) {
            statement.setMaxRows(2);
            transcript.rows("two", statement.executeQuery(FIVE));
            statement.setMaxRows(0);
            statement.setFetchSize(2);
            transcript.rows("by two", statement.executeQuery(FIVE));
            connection.setAutoCommit(false);
            transcript.rows("by two in a transaction", statement.executeQuery(FIVE));
            transcript.asks("fetch size", () -> statement.executeQuery(FIVE).getFetchSize());
            connection.commit();
            connection.setAutoCommit(true);
            statement.setMaxFieldSize(1);
            transcript.rows("short", statement.executeQuery(FIVE));
          }
        });
  }

  @Test
  void warnings_are_those_of_the_last_execution() throws Exception {
    sameAsOnServer(
        database,
        (connection, transcript) -> {
          try (Statement statement = connection.createStatement()) {
            String warning = "do $$ begin raise warning 'ordinary'; end $$";
            statement.execute(warning);
            statement.execute(ONE);
            state(transcript, statement);
            statement.execute(warning + "; " + ONE);
            state(transcript, statement);
            statement.clearWarnings();
            state(transcript, statement);
            statement.execute(warning + "; " + ONE);
            statement.execute("select 1");
            state(transcript, statement);
            transcript.asks("of the connection", connection::getWarnings);
          }
        });
  }

  @Test
  void a_closed_statement_refuses_everything() throws Exception {
    sameAsOnServer(
        database,
        (connection, transcript) -> {
          Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery(FIVE);
          statement.close();
          transcript.asks("rows", rows::isClosed);
          transcript.fails("execute", () -> statement.execute(FIVE));
          transcript.fails("query", () -> statement.executeQuery(FIVE));
          transcript.fails("update", () -> statement.executeUpdate(FIVE));
          transcript.fails("a result", statement::getResultSet);
          transcript.fails("a count", statement::getUpdateCount);
          transcript.fails("a large count", statement::getLargeUpdateCount);
          transcript.fails("more", statement::getMoreResults);
          transcript.fails("keys", statement::getGeneratedKeys);
          transcript.fails("warnings", statement::getWarnings);
          transcript.fails("add", () -> statement.addBatch(FIVE));
          transcript.fails("a batch", statement::executeBatch);
          transcript.asks("closed", statement::isClosed);
          statement.close();
        });
  }

  @Test
  void a_closed_connection_refuses_everything() throws Exception {
    sameAsOnServer(
        database,
        (connection, transcript) -> {
          Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery(FIVE);
          connection.close();
          transcript.tries("rows", rows::isClosed);
          transcript.tries("next", rows::next);
          transcript.tries("statement", statement::isClosed);
          transcript.fails("execute", () -> statement.execute(FIVE));
          transcript.fails("prepare", () -> connection.prepareStatement(FIVE));
          transcript.fails("call", () -> connection.prepareCall("{call pg_background_launch(?)}"));
          transcript.fails("create", connection::createStatement);
        });
  }

  @Test
  void a_failed_execution_leaves_no_result() throws Exception {
    sameAsOnServer(
        database,
        (connection, transcript) -> {
          try (Statement statement = connection.createStatement()) {
            ResultSet left = statement.executeQuery(FIVE);
            transcript.fails("fails", () -> statement.execute("select pg_background_launch(nope)"));
            transcript.asks("left", left::isClosed);
            state(transcript, statement);
            transcript.asks("more", statement::getMoreResults);
            transcript.asks("works", () -> statement.execute(ONE));
          }
        });
  }
}
