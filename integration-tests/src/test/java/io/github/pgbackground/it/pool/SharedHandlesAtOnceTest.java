package io.github.pgbackground.it.pool;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.functions.V2;
import io.github.pgbackground.it.serving.Await;
import io.github.pgbackground.it.serving.Gate;
import io.github.pgbackground.it.serving.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Connections that share their handles, each with a thread of its own, all at the same time. */
@ExtendWith(PostgresExtension.class)
class SharedHandlesAtOnceTest {
  private final TestDatabase database;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  SharedHandlesAtOnceTest(TestDatabase database) {
    this.database = database;
  }

  @AfterEach
  void endThreads() {
    threads.shutdownNow();
  }

  private Connection sharing() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("pgbackground.handleScope", "pool");
    return database.connect(properties);
  }

  private <T> List<T> atOnce(List<Callable<T>> tasks) throws Exception {
    CyclicBarrier start = new CyclicBarrier(tasks.size());
    List<Future<T>> running = new ArrayList<>();
    for (Callable<T> task : tasks) {
      running.add(
          threads.submit(
              () -> {
                start.await();
                return task.call();
              }));
    }
    List<T> results = new ArrayList<>();
    for (Future<T> task : running) {
      results.add(task.get(Await.PATIENCE.toSeconds(), SECONDS));
    }
    return results;
  }

  @Test
  void what_some_launch_others_read_each_once() throws Exception {
    int each = 25;
    BlockingQueue<Integer> launched = new LinkedBlockingQueue<>();
    try (Connection keeper = sharing()) {
      Callable<Integer> launching =
          () -> {
            try (Connection connection = sharing()) {
              for (int i = 0; i < each; i++) {
                launched.add(launch(connection, "select 1"));
              }
            }
            return 0;
          };
      Callable<Integer> reading =
          () -> {
            int sum = 0;
            try (Connection connection = sharing()) {
              for (int i = 0; i < each; i++) {
                int pid = launched.take();
                sum += Integer.parseInt(Sql.result(connection, pid, "n int").get(0));
              }
            }
            return sum;
          };
      List<Integer> sums =
          atOnce(
              Stream.of(launching, reading).flatMap(task -> Stream.of(task, task, task)).toList());
      assertEquals(List.of(0, 0, 0, each, each, each), sums);
      assertEquals(List.of(), V2.list(keeper, "pid"));
    }
  }

  /** Waits for its turn where the limit of handles is reached. */
  private static int launch(Connection connection, String job) throws SQLException {
    while (true) {
      try {
        return Sql.launch(connection, job);
      } catch (SQLException e) {
        if (!"53400".equals(e.getSQLState())) {
          throw e;
        }
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void no_more_launch_at_once_than_there_may_be_handles() throws Exception {
    int most = 3;
    List<Connection> connections = new ArrayList<>();
    try (Gate gate = Gate.in(database)) {
      for (int i = 0; i < 8; i++) {
        connections.add(sharing());
        Sql.execute(connections.get(i), "set pg_background.max_workers = " + most);
      }
      List<Callable<String>> launches =
          connections.stream()
              .<Callable<String>>map(
                  connection ->
                      () -> {
                        try {
                          return String.valueOf(Sql.launch(connection, gate.query()));
                        } catch (SQLException e) {
                          return e.getSQLState();
                        }
                      })
              .toList();
      List<String> results = atOnce(launches);
      assertEquals(connections.size() - most, results.stream().filter("53400"::equals).count());
      gate.open();
      for (String pid : results.stream().filter(result -> !"53400".equals(result)).toList()) {
        assertEquals(
            List.of("through"), Sql.result(connections.get(0), Integer.parseInt(pid), "t text"));
      }
    } finally {
      for (Connection connection : connections) {
        connection.close();
      }
    }
  }

  @Test
  void of_all_that_read_one_job_one_gets_the_rows() throws Exception {
    try (Connection launching = sharing();
        Gate gate = Gate.in(database)) {
      int pid = Sql.launch(launching, gate.query());
      gate.awaitArrival(pid);
      List<Connection> readers = new ArrayList<>();
      try {
        List<Callable<String>> reads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
          Connection reader = sharing();
          readers.add(reader);
          reads.add(
              () -> {
                try {
                  return Sql.result(reader, pid, "t text").get(0);
                } catch (SQLException e) {
                  return e.getSQLState();
                }
              });
        }
        reads.add(
            () -> {
              gate.open();
              return "opened";
            });
        assertEquals(
            List.of("42704", "42704", "42704", "opened", "through"),
            atOnce(reads).stream().sorted().toList());
      } finally {
        for (Connection reader : readers) {
          reader.close();
        }
      }
    }
  }

  @Test
  void sessions_come_and_go_while_handles_stay() throws Exception {
    try (Connection keeper = sharing()) {
      int pid = Sql.launch(keeper, "select 'stayed'");
      atOnce(
          IntStream.range(0, 4)
              .<Callable<Integer>>mapToObj(
                  i ->
                      () -> {
                        for (int n = 0; n < 10; n++) {
                          try (Connection connection = sharing()) {
                            assertEquals(
                                List.of("1"),
                                Sql.result(
                                    connection, Sql.launch(connection, "select 1"), "n int"));
                          }
                        }
                        return i;
                      })
              .toList());
      assertEquals(List.of("stayed"), Sql.result(keeper, pid, "t text"));
    }
  }
}
