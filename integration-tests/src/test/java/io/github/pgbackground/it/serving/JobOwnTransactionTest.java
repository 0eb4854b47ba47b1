package io.github.pgbackground.it.serving;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jobs that have transactions of their own. */
@ExtendWith(PostgresExtension.class)
class JobOwnTransactionTest {
  private final TestDatabase database;
  private JobTexts texts;

  JobOwnTransactionTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void begin() throws SQLException {
    texts = JobTexts.in(database);
  }

  @AfterEach
  void end() throws SQLException {
    texts.close();
  }

  @Test
  void what_may_not_stand_in_a_transaction_runs_alone() throws SQLException {
    texts.each(
        """
          vacuum t                                                   -> VACUUM
          vacuum (full, analyze) t                                   -> VACUUM
          create index concurrently i on t (v)                       -> CREATE INDEX
          /* c */ reindex index concurrently t_pkey; -- c            -> REINDEX
          reindex (concurrently) table t                             -> REINDEX
          call commits(1)                                            -> 2
          do $$ begin insert into t values (3); commit; rollback; end $$ -> DO
          """,
        texts::assertGives);
  }

  @Test
  void a_statement_that_stands_wrongly_fails_as_on_the_server() throws SQLException {
    texts.each(
        """
          vacuum t; select 1                                         -> 25001
          select 1; vacuum t                                         -> 25001
          create index concurrently i on t (v); select 1             -> 25001
          reindex table concurrently t; reindex table t              -> 25001
          select 1; discard all                                      -> 25001
          call commits(1); select 1                                  -> 2D000
          select 1; call commits(1)                                  -> 2D000
          do $$ begin commit; end $$; select 1                       -> 2D000
          do $$ begin commit; end $$; do $$ begin commit; end $$     -> 2D000
          lock table t                                               -> 25P01
          declare c cursor for select 1                              -> 25P01
          """,
        (job, sqlState) -> {
          texts.error(sqlState, job);
          assertEquals(List.of("2"), texts.run("select count(*) from t"));
        });
  }

  @Test
  void a_procedure_keeps_what_it_has_committed_when_it_fails() throws SQLException {
    assertEquals("too bad", texts.error("P0001", "call commits_and_fails()").getMessage());
    assertEquals(List.of("100"), texts.run("select max(id) from t"));
  }

  @Test
  void a_database_can_be_made_and_dropped() throws SQLException {
    String name = database.name() + "_made";
    texts.assertGives("create database " + name + " template template0", "CREATE DATABASE");
    texts.assertGives("drop database " + name, "DROP DATABASE");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void an_index_made_concurrently_is_awaited_in_one_statement(boolean autoCommit)
      throws SQLException {
    texts.connection().setAutoCommit(autoCommit);
    texts.assertGives("create index concurrently i on t (v)", "CREATE INDEX");
    texts.connection().setAutoCommit(true);
    assertEquals(
        "t",
        Sql.value(
            texts.connection(),
            "select indisvalid from pg_index where indexrelid = 'i'::regclass"));
  }
}
