package io.github.pgbackground.it.serving;

import static io.github.pgbackground.it.serving.Imitation.sameAsOnServer;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Batches with calls among their entries. */
@ExtendWith(PostgresExtension.class)
class BatchTest {
  private static final String LAUNCH =
      "select pg_background_detach(pg_background_launch('insert into done values (' || ? || ')'))";

  private final TestDatabase database;

  BatchTest(TestDatabase database) {
    this.database = database;
  }

  @Test
  void a_prepared_batch_makes_a_call_for_each_entry() throws Exception {
    try (Connection connection = database.connect()) {
      Sql.execute(connection, "create table done (n int)");
      try (PreparedStatement statement = connection.prepareStatement(LAUNCH)) {
        for (int i = 0; i < 5; i++) {
          statement.setInt(1, i);
          statement.addBatch();
        }
        assertArrayEquals(new int[] {0, 0, 0, 0, 0}, statement.executeBatch());
        assertArrayEquals(new int[] {}, statement.executeBatch());
        statement.setInt(1, 5);
        statement.addBatch();
        assertArrayEquals(new long[] {0}, statement.executeLargeBatch());
        statement.setInt(1, 6);
        statement.addBatch();
        statement.clearBatch();
        assertArrayEquals(new long[] {}, statement.executeLargeBatch());
      }
      Await.until(
          "all jobs have run",
          () -> Sql.rows(connection, "select n from done order by n").size() == 6);
      assertEquals("15", Sql.value(connection, "select sum(n) from done"));
      Sql.execute(connection, "drop table done");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "false"})
  void calls_stand_among_ordinary_entries_of_a_batch(boolean autoCommit) throws Exception {
    sameAsOnServer(
        database,
        (connection, transcript) -> {
          connection.setAutoCommit(autoCommit);
          try (Statement statement = connection.createStatement()) {
            statement.execute("create temp table batch (n int unique)");
            statement.addBatch("insert into batch values (1), (2)");
            statement.addBatch("select pg_background_launch('select 1')");
            statement.addBatch("update batch set n = n + 10");
            statement.addBatch("select n from batch");
            statement.addBatch("delete from batch where n = 11");
            transcript.tries("counts", statement::executeBatch);
            transcript.asks("empty now", statement::executeBatch);
            transcript.asks("no result", statement::getResultSet);
            transcript.asks("no count", statement::getUpdateCount);
            transcript.rows("rows", statement.executeQuery("select n from batch order by n"));
            statement.addBatch("select pg_background_launch('select 1')");
            statement.addBatch("insert into batch values (3)");
            transcript.asks("large counts", statement::executeLargeBatch);
          }
          if (!autoCommit) {
            connection.rollback();
          }
        });
  }

  @Test
  void an_ordinary_entry_that_fails_undoes_the_whole_batch() throws Exception {
    sameAsOnServer(
        database,
        (connection, transcript) -> {
          try (Statement statement = connection.createStatement()) {
            statement.execute("create temp table batch (n int unique)");
            statement.addBatch("insert into batch values (1)");
            statement.addBatch("select pg_background_launch('select 1')");
            statement.addBatch("insert into batch values (1)");
            statement.addBatch("insert into batch values (2)");
            transcript.fails("twice the same", statement::executeBatch);
            transcript.asks("empty now", statement::executeBatch);
            transcript.rows("rows", statement.executeQuery("select n from batch"));
          }
        });
  }

  @Test
  void a_call_that_fails_undoes_the_whole_batch() throws Exception {
    sameAsOnServer(
        database,
        (connection, transcript) -> {
          try (Statement statement = connection.createStatement()) {
            statement.execute("create temp table batch (n int unique)");
            statement.addBatch("insert into batch values (1)");
            statement.addBatch("select pg_background_launch('select ' || 1 / 0)");
            statement.addBatch("insert into batch values (2)");
            transcript.fails("the batch", statement::executeBatch);
            transcript.rows("rows", statement.executeQuery("select n from batch"));
          }
        });
  }

  @Test
  void a_prepared_entry_that_fails_is_named() throws Exception {
    try (Connection connection = database.connect();
        PreparedStatement statement =
            connection.prepareStatement("select pg_background_launch(?, ?)")) {
      for (int queueSize : new int[] {64, 65536, 7, 64}) {
        statement.setString(1, "select 1");
        statement.setInt(2, queueSize);
        statement.addBatch();
      }
      BatchUpdateException failure =
          assertThrows(BatchUpdateException.class, statement::executeBatch);
      assertEquals("22023", failure.getSQLState());
      assertEquals(4, failure.getUpdateCounts().length);
      SQLException cause = failure.getNextException();
      assertEquals("ERROR: queue size must be at least 64 bytes", cause.getMessage());
      assertEquals(
          "Batch entry 2 select pg_background_launch(?, ?) was aborted: ERROR:"
              + " queue size must be at least 64 bytes  Call getNextException to see other errors"
              + " in the batch.",
          failure.getMessage());
    }
  }

  @Test
  void values_are_missed_and_kept_between_entries_as_in_pgjdbc() throws Exception {
    sameAsOnServer(
        database,
        (connection, transcript) -> {
          try (PreparedStatement statement =
              connection.prepareStatement("select pg_background_launch(?, ?)")) {
            statement.setString(1, "select 1");
            transcript.tries(
                "one is missed",
                () -> {
                  statement.addBatch();
                  return statement.executeBatch();
                });
            statement.clearBatch();
            statement.setInt(2, 64);
            statement.addBatch();
            statement.addBatch();
            transcript.asks("twice the same", statement::executeBatch);
          }
        });
  }

  @Test
  void an_entry_of_several_statements_with_a_call_is_refused() throws Exception {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      SQLException refused =
          assertThrows(
              SQLException.class,
              () -> statement.addBatch("select 1; select pg_background_launch('select 1')"));
      assertEquals("0A000", refused.getSQLState());
    }
  }

  @Test
  void notices_of_a_batch_stand_in_its_warnings() throws Exception {
    sameAsOnServer(
        database,
        (connection, transcript) -> {
          try (Statement statement = connection.createStatement()) {
            statement.addBatch("do $$ begin raise warning 'one'; end $$");
            statement.addBatch("select pg_background_launch('select 1')");
            statement.addBatch("do $$ begin raise warning 'two'; end $$");
            statement.executeBatch();
            transcript.asks("warnings", () -> Sql.messages(statement.getWarnings()));
          }
        });
  }

  @Test
  void the_query_timeout_is_that_of_the_whole_batch() throws Exception {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(1);
      for (int i = 0; i < 3; i++) {
        statement.addBatch(
            "select * from pg_background_result(pg_background_launch('select 1 from"
                + " pg_sleep(0.6)')) as (n int)");
      }
      assertEquals(
          "57014", assertThrows(BatchUpdateException.class, statement::executeBatch).getSQLState());
    }
  }
}
