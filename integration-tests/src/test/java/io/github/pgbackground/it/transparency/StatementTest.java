package io.github.pgbackground.it.transparency;

import static io.github.pgbackground.it.transparency.Comparison.sameAsPgjdbc;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import java.lang.reflect.Method;
import java.sql.CallableStatement;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postgresql.core.BaseStatement;

/** Statements executed and ended as with plain pgjdbc. */
@ExtendWith(PostgresExtension.class)
class StatementTest {
  private final TestDatabase database;

  StatementTest(TestDatabase database) {
    this.database = database;
  }

  @Test
  void every_question_about_the_state_is_answered_alike() throws Exception {
    sameAsPgjdbc(
        database,
        (connection, transcript) -> {
          for (Statement statement :
              List.of(
                  connection.createStatement(),
                  connection.prepareStatement("select ?::int, 'a'::text"),
                  connection.prepareCall("{? = call abs(?)}"))) {
            Class<?> type =
                statement instanceof CallableStatement
                    ? CallableStatement.class
                    : statement instanceof PreparedStatement
                        ? PreparedStatement.class
                        : BaseStatement.class;
            Sweep.over(type, statement, StatementTest::asksForState, transcript);
            statement.close();
          }
        });
  }

  private static boolean asksForState(Method method) {
    return method.getParameterCount() == 0
        && (method.getName().startsWith("get") || method.getName().startsWith("is"));
  }

  @Test
  void the_ways_to_execute_differ_as_they_do_in_pgjdbc() throws Exception {
    sameAsPgjdbc(
        database,
        (connection, transcript) -> {
          try (Statement statement = connection.createStatement()) {
            statement.execute("create temp table ways (id serial primary key, name text)");
            String insert = "insert into ways (name) values ('a'), ('b')";
            transcript.asks("execute a query", () -> statement.execute("select 1"));
            transcript.asks("its count", statement::getUpdateCount);
            transcript.asks("execute an insert", () -> statement.execute(insert));
            transcript.asks("its count", statement::getUpdateCount);
            transcript.asks("its rows", statement::getResultSet);
            transcript.asks("more", statement::getMoreResults);
            transcript.asks("count then", statement::getUpdateCount);
            transcript.asks("update", () -> statement.executeUpdate(insert));
            transcript.asks("large update", () -> statement.executeLargeUpdate(insert));
            transcript.asks("large count", statement::getLargeUpdateCount);
            transcript.asks("command", () -> statement.executeUpdate("create temp table t ()"));
            transcript.fails("query an insert", () -> statement.executeQuery(insert));
            transcript.fails("update by a query", () -> statement.executeUpdate("select 1"));
            transcript.fails("an error", () -> statement.execute("select 1 as"));
            transcript.fails("a null", () -> statement.execute(null));
            transcript.asks("nothing", () -> statement.execute(""));
            transcript.asks("a comment", () -> statement.execute("-- nothing"));
            transcript.asks(
                "an escape", () -> statement.execute("select {fn now()}, {d '2024-01-01'}"));
            statement.setEscapeProcessing(false);
            transcript.fails("none", () -> statement.execute("select {fn now()}"));
            transcript.rows("rows", statement.executeQuery("table ways"));
          }
        });
  }

  @Test
  void several_statements_in_one_string_give_their_results_in_turn() throws Exception {
    sameAsPgjdbc(
        database,
        (connection, transcript) -> {
          try (Statement statement = connection.createStatement()) {
            boolean rows =
                statement.execute(
                    "select 1 as a; create temp table several (n int); insert into several values"
                        + " (1), (2); select n as b from several; delete from several where n = 1");
            while (rows || statement.getUpdateCount() != -1) {
              if (rows) {
                transcript.rows("rows", statement.getResultSet());
              } else {
                transcript.asks("count", statement::getUpdateCount);
              }
              rows = statement.getMoreResults();
            }
            transcript.fails("a query of two", () -> statement.executeQuery("select 1; select 2"));
          }
        });
  }

  @Test
  void several_statements_in_one_string_are_one_transaction_until_an_error_in_their_middle()
      throws Exception {
    sameAsPgjdbc(
        database,
        (connection, transcript) -> {
          try (Statement statement = connection.createStatement()) {
            statement.execute("create temp table middle (n int)");
            transcript.fails(
                "an error",
                () ->
                    statement.execute(
                        "insert into middle values (1); select 1/0; insert into middle values (2)"));
            transcript.rows("table", statement.executeQuery("table middle"));
            transcript.fails(
                "after a commit",
                () ->
                    statement.execute("begin; insert into middle values (3); commit; select 1/0"));
            transcript.rows("table", statement.executeQuery("table middle"));
            connection.setAutoCommit(false);
            statement.execute("insert into middle values (4); insert into middle values (5)");
            connection.rollback();
            transcript.rows("table", statement.executeQuery("table middle"));
            connection.rollback();
          }
        });
  }

  @Test
  void a_statement_closes_when_its_results_are_closed_if_it_was_told_to() throws Exception {
    sameAsPgjdbc(
        database,
        (connection, transcript) -> {
          Statement statement = connection.createStatement();
          transcript.asks("not told", statement::isCloseOnCompletion);
          statement.closeOnCompletion();
          transcript.asks("told", statement::isCloseOnCompletion);
          ResultSet rows = statement.executeQuery("select 1");
          transcript.asks("with open rows", statement::isClosed);
          rows.close();
          transcript.asks("with closed rows", statement::isClosed);
          try (Statement again = connection.createStatement()) {
            again.closeOnCompletion();
            again.execute("select 1");
            transcript.tries("executed again", () -> again.execute("select 2"));
            transcript.asks("then", again::isClosed);
          }
        });
  }

  @Test
  void a_query_that_takes_too_long_is_cancelled() throws Exception {
    sameAsPgjdbc(
        database,
        (connection, transcript) -> {
          try (Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(1);
            transcript.fails("sleep", () -> statement.execute("select pg_sleep(30)"));
            statement.setQueryTimeout(0);
            transcript.rows("after", statement.executeQuery("select 1"));
          }
        });
  }
}
