package io.github.pgbackground.it.bridging;

import static io.github.pgbackground.it.serving.Imitation.sameAsOnServer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.serving.Await;
import io.github.pgbackground.it.serving.Gate;
import io.github.pgbackground.it.serving.Sql;
import java.sql.BatchUpdateException;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Batches, escapes, keys and cancels of statements whose calls only the server can order. */
@ExtendWith(PostgresExtension.class)
class ExecutionsTest {
  private final TestDatabase database;

  ExecutionsTest(TestDatabase database) {
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

  @Test
  void nothing_is_said_of_what_is_made_for_a_statement() throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("set role pg_monitor");
      statement.execute(
          "do $$ begin perform pg_background_detach(pg_background_launch('select 1')); end $$");
      assertNull(statement.getWarnings());
      assertNull(connection.getWarnings());
    }
  }

  @Test
  void a_batch_counts_and_is_one_transaction() throws Exception {
    sameAsOnServer(
        database,
        (connection, transcript) -> {
          String insert =
              "insert into made(x) select ? from made where x > ?"
                  + " and pg_background_detach(pg_background_launch('select 1'))::text = ''";
          try (PreparedStatement statement = connection.prepareStatement(insert)) {
            for (int i = 1; i < 4; i++) {
              statement.setInt(1, 10 + i);
              statement.setInt(2, i);
              statement.addBatch();
            }
            transcript.asks("counts", statement::executeBatch);
            statement.setInt(1, 77);
            statement.setInt(2, 0);
            statement.addBatch();
            statement.setInt(1, 78);
            statement.setString(2, "none");
            statement.addBatch();
            transcript.asks("failure", () -> counts(statement));
          }
          try (Statement statement = connection.createStatement()) {
            statement.addBatch(
                "update made set x = 0 where '' = pg_background_detach(pg_background_launch('select 1'))::text");
            statement.addBatch("delete from made where id = 1");
            transcript.asks("counts", statement::executeBatch);
          }
          transcript.asks("made", () -> Sql.rows(connection, "select count(*), sum(x) from made"));
          Sql.execute(
              connection,
              "truncate made restart identity; insert into made(x) select generate_series(1, 5)");
        });
  }

  private static boolean counts(PreparedStatement statement) throws SQLException {
    try {
      statement.executeBatch();
      return false;
    } catch (BatchUpdateException e) {
      return true;
    }
  }

  @Test
  void escapes_call_the_servers_functions_and_procedures() throws Exception {
    try (Connection connection = database.connectPlain()) {
      Sql.execute(
          connection,
          "create or replace function half(pid int, inout n numeric) language sql as"
              + " 'select n / 2 where pid > 0'");
    }
    sameAsOnServer(
        database,
        (connection, transcript) -> {
          try (CallableStatement statement =
              connection.prepareCall("{? = call half(pg_background_launch(?), ?)}")) {
            statement.registerOutParameter(1, Types.NUMERIC);
            for (int i = 0; i < 3; i++) {
              statement.setString(2, "select 1");
              statement.setInt(3, 7 + i);
              transcript.asks("rows", statement::execute);
              transcript.asks("half", () -> statement.getBigDecimal(1));
              transcript.asks("count", statement::getUpdateCount);
            }
            transcript.asks("update", statement::executeUpdate);
          }
          try (CallableStatement statement =
              connection.prepareCall("{call half(pg_background_launch('select 1'), ?)}")) {
            statement.setInt(1, 3);
            transcript.rows("rows", statement.executeQuery());
          }
          try (CallableStatement statement =
              connection.prepareCall("select sign(pg_background_launch(?)) + 1")) {
            statement.setString(1, "select 1");
            transcript.rows("rows", statement.executeQuery());
          }
        });
  }

  @Test
  void keys_are_given_where_they_are_asked_for() throws Exception {
    sameAsOnServer(
        database,
        (connection, transcript) -> {
          String insert =
              "insert into made(x) select sign(pg_background_launch('select 1')) from made"
                  + " where '[\"a\"]'::jsonb ? 'a' and x < 3";
          try (Statement statement = connection.createStatement()) {
            transcript.asks("count", () -> statement.executeUpdate(insert, new String[] {"x"}));
            transcript.rows("keys", statement.getGeneratedKeys());
          }
          try (PreparedStatement statement =
              connection.prepareStatement(
                  insert.replace("?", "??") + " and x < ?", new String[] {"t", "x"})) {
            statement.setInt(1, 2);
            transcript.asks("count", statement::executeUpdate);
            transcript.rows("keys", statement.getGeneratedKeys());
          }
          Sql.execute(connection, "delete from made where id > 5");
        });
  }

  @Test
  void a_statement_under_way_is_cancelled_and_timed_out() throws Exception {
    try (Gate gate = Gate.in(database);
        Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      int backend = connection.unwrap(org.postgresql.PGConnection.class).getBackendPID();
      String waiting =
          "do $$ begin perform pg_background_launch('select 1'); perform ("
              + gate.query()
              + ");"
              + " end $$";
      CompletableFuture<Void> run =
          CompletableFuture.runAsync(
              () -> {
                try {
                  statement.execute(waiting);
                } catch (SQLException e) {
                  throw new IllegalStateException(e.getSQLState(), e);
                }
              });
      gate.awaitArrival(backend);
      statement.cancel();
      try {
        run.get(Await.PATIENCE.toSeconds(), java.util.concurrent.TimeUnit.SECONDS);
      } catch (ExecutionException e) {
        assertEquals("57014", String.valueOf(e.getCause().getMessage()));
      }
      assertEquals(true, run.isCompletedExceptionally());
      statement.setQueryTimeout(1);
      Sql.error("57014", () -> statement.execute(waiting));
      statement.setQueryTimeout(0);
      Sql.execute(connection, "set statement_timeout = 200");
      Sql.error("57014", () -> statement.execute(waiting));
    }
  }
}
