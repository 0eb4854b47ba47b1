package io.github.pgbackground.it.jvm;

import io.github.pgbackground.it.serving.Sql;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.FutureTask;

/**
 * Many virtual threads share a few connections; each leaves a job behind, and reads another one.
 */
public final class ManyVirtualThreads {
  private static final int THREADS = 200;
  private static final int CONNECTIONS = 8;

  private ManyVirtualThreads() {}

  /** The argument is the URL. */
  public static void main(String[] arguments) throws Exception {
    BlockingQueue<Connection> connections = new ArrayBlockingQueue<>(CONNECTIONS);
    for (int i = 0; i < CONNECTIONS; i++) {
      connections.put(DriverManager.getConnection(arguments[0]));
    }
    List<FutureTask<String>> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      int n = i;
      threads.add(WaitOnVirtualThreads.onVirtualThread(() -> work(connections, n)));
    }
    for (int i = 0; i < THREADS; i++) {
      String read = threads.get(i).get();
      if (!read.equals(Integer.toString(i))) {
        throw new IllegalStateException(i + " has read " + read);
      }
    }
    for (Connection connection : connections) {
      connection.close();
    }
    System.out.println("done");
  }

  private static String work(BlockingQueue<Connection> connections, int n) throws Exception {
    Connection connection = connections.take();
    try {
      Sql.execute(
          connection,
          "select pg_background_detach(pg_background_launch('insert into done values ("
              + n
              + ")'))");
      String job = "pg_background_launch('select " + n + "')";
      return String.valueOf(
          Sql.value(connection, "select * from pg_background_result(" + job + ") as (n int)"));
    } finally {
      connections.put(connection);
    }
  }
}
