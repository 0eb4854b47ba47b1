package io.github.pgbackground.it.serving;

import static io.github.pgbackground.it.serving.Imitation.sameAsOnServer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.transparency.Transcript;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several statements in one string, calls among them. */
@ExtendWith(PostgresExtension.class)
class ScriptTest {
  private static final String ANSWER =
      "select * from pg_background_result(pg_background_launch('select 42')) as (answer int)";

  private final TestDatabase database;

  ScriptTest(TestDatabase database) {
    this.database = database;
  }

  private static void all(Statement statement, boolean rows, Transcript transcript)
      throws Exception {
    boolean more = rows;
    while (more || statement.getUpdateCount() != -1) {
      if (more) {
        transcript.rows("rows", statement.getResultSet());
      } else {
        transcript.asks("count", statement::getUpdateCount);
      }
      more = statement.getMoreResults();
    }
    transcript.asks("warnings", () -> Sql.messages(statement.getWarnings()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ANSWER + "; select 1 as a",
        "select 1 as a; " + ANSWER,
        "select 1 as a; select 2 as b;; -- three\n" + ANSWER + "; ; " + ANSWER + ";",
        "create temp table s (n int); insert into s values (1), (2); "
            + ANSWER
            + "; update s set n = n + 1; select n from s order by n; drop table s",
        "select pg_background_launch(null); select pg_background_detach(null); delete from pg_class"
            + " where false",
        "do $$ begin raise notice 'first'; end $$; "
            + ANSWER
            + "; do $$ begin raise notice 'last';"
            + " end $$",
        "/* only */ " + ANSWER + " /* one */ ; ",
        ANSWER + "; /* alone */ ; " + ANSWER + "; -- alone",
        ";; /* a */ ; " + ANSWER + "; select 1 as a; /* b */; -- c\n; " + ANSWER + ";",
        "set application_name = 'x'; " + ANSWER + "; show application_name",
        "begin; " + ANSWER + "; select 1; commit",
        "begin; create temp table b (n int); " + ANSWER + "; rollback; select to_regclass('b')",
      })
  void results_come_in_order_as_from_pgjdbc(String sql) throws Exception {
    for (boolean autoCommit : new boolean[] {true, false}) {
      sameAsOnServer(
          database,
          (connection, transcript) -> {
            connection.setAutoCommit(autoCommit);
            try (Statement statement = connection.createStatement()) {
              all(statement, statement.execute(sql), transcript);
            }
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
              all(statement, statement.execute(), transcript);
            }
            connection.setAutoCommit(true);
          });
    }
  }

  @Test
  void a_script_has_parameters_in_any_of_its_statements() throws Exception {
    sameAsOnServer(
        database,
        (connection, transcript) -> {
          try (PreparedStatement statement =
              connection.prepareStatement(
                  "select ?::int as a, ?::text as b; select * from"
                      + " pg_background_result(pg_background_launch('select ' || ?, ?)) as (c int);"
                      + " select '?', ? + 1 as d; select * from"
                      + " pg_background_result(pg_background_launch(?)) as (e text)")) {
            statement.setInt(1, 1);
            statement.setString(2, "two");
            statement.setString(3, "3");
            statement.setInt(4, 65536);
            statement.setInt(5, 4);
            statement.setString(6, "select 'five'::text");
            all(statement, statement.execute(), transcript);
            statement.setInt(1, 10);
            all(statement, statement.execute(), transcript);
            transcript.fails("as a query", statement::executeQuery);
            transcript.fails("as an update", statement::executeUpdate);
          }
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "insert into done values (1); select pg_background_launch('select ' || 1 / 0)",
        "insert into done values (1); select pg_background_launch(nope)",
        "insert into done values (1); select pg_background_launch(null); select nope",
        "select pg_background_launch(null); insert into done values (1); insert into done values (1)",
        "insert into done values (1); select * from pg_background_result(4711) as (a nope)",
        "insert into done values (1); " + ANSWER + "; select 1 / 0; select 2",
        "begin; insert into done values (1); " + ANSWER + "; select 1 / 0; commit",
        "insert into done values (1); select pg_background_launch('select \0 1')",
      })
  void an_error_in_a_later_statement_undoes_the_earlier_ones(String sql) throws Exception {
    sameAsOnServer(
        database,
        (connection, transcript) -> {
          Sql.execute(connection, "drop table if exists done; create table done (n int unique)");
          try (Statement statement = connection.createStatement()) {
            transcript.state("error", () -> statement.execute(sql));
            transcript.asks("rows", statement::getResultSet);
            transcript.asks("count", statement::getUpdateCount);
            transcript.state("transaction", () -> Sql.value(connection, "select 1"));
            statement.execute("rollback");
            transcript.rows("done", statement.executeQuery("table done"));
          }
        });
  }

  @Test
  void nothing_of_a_script_is_seen_by_others_before_its_end() throws Exception {
    try (Connection connection = database.connect()) {
      Sql.execute(connection, "create table seen (n int)");
      try (Statement statement = connection.createStatement()) {
        statement.execute(
            "insert into seen values (1); select * from"
                + " pg_background_result(pg_background_launch('select count(*) from seen')) as (n"
                + " bigint)");
        assertFalse(statement.getMoreResults() == false && statement.getResultSet() != null);
        assertEquals("0", Sql.value(statement.getResultSet()));
      }
      assertEquals("1", Sql.value(connection, "select count(*) from seen"));
      Sql.execute(connection, "drop table seen");
    }
  }

  @Test
  void a_failed_script_in_a_transaction_aborts_it() throws Exception {
    sameAsOnServer(
        database,
        (connection, transcript) -> {
          connection.setAutoCommit(false);
          Sql.execute(connection, "create temp table mine (n int)");
          connection.commit();
          Sql.execute(connection, "insert into mine values (1)");
          transcript.state(
              "script",
              () ->
                  Sql.execute(
                      connection, "insert into mine values (2); " + ANSWER + "; select 1/0"));
          transcript.state("aborted", () -> Sql.execute(connection, ANSWER));
          connection.rollback();
          transcript.asks("rows", () -> Sql.rows(connection, "table mine"));
          connection.rollback();
        });
  }

  @Test
  void a_script_is_one_transaction_in_itself() throws Exception {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "select pg_current_xact_id(); "
              + ANSWER
              + "; select pg_current_xact_id(); select"
              + " now() = statement_timestamp()");
      String first = Sql.value(statement.getResultSet());
      assertTrue(statement.getMoreResults());
      assertTrue(statement.getMoreResults());
      assertEquals(first, Sql.value(statement.getResultSet()));
      assertNotEquals(first, Sql.value(connection, "select pg_current_xact_id()"));
    }
  }

  @Test
  void a_script_that_fails_in_the_middle_keeps_what_was_launched_before() throws Exception {
    try (Connection connection = database.connect()) {
      Sql.execute(connection, "create table audit (n int)");
      Sql.error(
          "22012",
          () ->
              Sql.execute(
                  connection,
                  "select * from pg_background_result(pg_background_launch('insert into audit"
                      + " values (1)')) as (tag text); select 1 / 0"));
      assertEquals("1", Sql.value(connection, "select count(*) from audit"));
      Sql.execute(connection, "drop table audit");
    }
  }
}
