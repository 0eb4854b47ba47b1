package io.github.pgbackground.it.pool;

import static io.github.pgbackground.it.pool.Sharing.shared;
import static io.github.pgbackground.it.pool.Sharing.sharing;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.functions.V2;
import io.github.pgbackground.it.serving.Await;
import io.github.pgbackground.it.serving.Gate;
import io.github.pgbackground.it.serving.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postgresql.util.ServerErrorMessage;

/** What is counted over all connections that share their handles: workers, launches and pids. */
@ExtendWith(PostgresExtension.class)
class SharedHandlesCountTest {
  private final TestDatabase database;

  SharedHandlesCountTest(TestDatabase database) {
    this.database = database;
  }

  @Test
  void max_workers_counts_the_handles_of_all() throws SQLException {
    try (Connection one = sharing(database);
        Connection other = sharing(database)) {
      Sql.execute(other, "set pg_background.max_workers = 2");
      int first = Sql.launch(one, "select 1");
      int second = Sql.launch(other, "select 2");
      ServerErrorMessage full = Sql.error("53400", () -> Sql.launch(other, "select 3"));
      assertEquals(
          "Current limit is 2 concurrent workers for all sessions that share their handles.",
          full.getDetail());
      assertEquals(List.of("1"), Sql.result(other, first, "n int"));
      int third = Sql.launch(other, "select 3");
      assertEquals(List.of("2"), Sql.result(one, second, "n int"));
      assertEquals(List.of("3"), Sql.result(one, third, "n int"));
    }
  }

  @Test
  void the_statistics_are_those_of_all() throws SQLException {
    try (Connection one = sharing(database);
        Connection other = sharing(database)) {
      String names =
          "select workers_launched || ' ' || workers_completed || ' ' || workers_active"
              + " from pg_background_stats_v2()";
      Sql.result(other, Sql.launch(one, "select 1"), "n int");
      int unread = Sql.launch(other, "select 2");
      assertEquals("2 1 1", Sql.value(one, names));
      assertEquals(List.of("2"), Sql.result(one, unread, "n int"));
      assertEquals("2 2 0", Sql.value(other, names));
    }
  }

  @Test
  void a_worker_whose_handle_is_unread_gives_no_other_connection_its_pid() throws Exception {
    try (Connection one = sharing(database);
        Connection other = sharing(database)) {
      V2 unread = V2.launch(one, "select 1");
      unread.call("wait_v2");
      int next = Sql.launch(other, "select 2");
      assertNotEquals(unread.pid(), next);
      assertEquals(List.of("2"), Sql.result(one, next, "n int"));
      assertEquals(List.of("1"), unread.result("n int"));
    }
  }

  @Test
  void a_launch_that_ends_with_its_connection_keeps_no_place() throws Exception {
    Properties oneWorker = shared();
    oneWorker.setProperty("pgbackground.maxWorkers", "1");
    oneWorker.setProperty("options", "-c pg_background.max_workers=2");
    try (Connection one = database.connect(oneWorker);
        Connection other = database.connect(oneWorker);
        Gate gate = Gate.in(database)) {
      int first = Sql.launch(one, gate.query());
      gate.awaitArrival(first);
      FutureTask<String> launching =
          new FutureTask<>(
              () ->
                  assertThrows(SQLException.class, () -> Sql.launch(other, "select 1"))
                      .getSQLState());
      Thread thread = new Thread(launching, "launching");
      thread.start();
      Await.until("it waits", () -> thread.getState() == Thread.State.TIMED_WAITING);
      Sql.error("53400", () -> Sql.launch(one, "select 0"));
      other.close();
      assertEquals("08003", launching.get(Await.PATIENCE.toSeconds(), SECONDS));
      gate.open();
      assertEquals(List.of("through"), Sql.result(one, first, "t text"));
      List<Integer> pids = List.of(Sql.launch(one, "select 1"), Sql.launch(one, "select 2"));
      assertEquals(List.of("1"), Sql.result(one, pids.get(0), "n int"));
      assertEquals(List.of("2"), Sql.result(one, pids.get(1), "n int"));
    }
  }
}
