package io.github.pgbackground.it.workers;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.serving.Await;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A job that several threads of an application wait for. */
@ExtendWith(PostgresExtension.class)
final class SeveralReadersTest {

  @Test
  void of_two_threads_that_read_one_job_one_gets_the_rows_and_the_other_an_error(
      TestDatabase database) throws Exception {
    try (Connection connection = database.connect();
        Connection holder = database.connectPlain();
        Statement lock = holder.createStatement();
        Statement launching = connection.createStatement()) {
      lock.execute("select pg_advisory_lock(1)");
      int pid =
          first(
              launching,
              "select pg_background_launch('select 1 from pg_advisory_xact_lock_shared(1)')");
      FutureTask<String> one = new FutureTask<>(() -> read(connection, pid));
      FutureTask<String> other = new FutureTask<>(() -> read(connection, pid));
      startAndAwaitWait(one);
      startAndAwaitWait(other);
      lock.execute("select pg_advisory_unlock(1)");
      List<String> results = Stream.of(result(one), result(other)).sorted().toList();
      assertEquals(List.of("42704", "read"), results);
    }
  }

  private static String result(FutureTask<String> task) throws Exception {
    return task.get(Await.PATIENCE.toSeconds(), SECONDS);
  }

  /** Returns when the task waits in this JVM: to wait for a server is to be runnable. */
  private static void startAndAwaitWait(Runnable task) throws InterruptedException {
    Thread thread = new Thread(task, "waiting");
    thread.start();
    while (thread.getState() != Thread.State.TIMED_WAITING) {
      if (!thread.isAlive() || Thread.interrupted()) {
        throw new InterruptedException("the task does not wait");
      }
      Thread.onSpinWait();
    }
  }

  private static String read(Connection connection, int pid) throws SQLException {
    String sql =
        String.format(Locale.ROOT, "select * from pg_background_result(%d) as (x int)", pid);
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
      return "read";
    } catch (SQLException e) {
      return e.getSQLState();
    }
  }

  private static int first(Statement statement, String sql) throws SQLException {
    try (ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getInt(1);
    }
  }
}
