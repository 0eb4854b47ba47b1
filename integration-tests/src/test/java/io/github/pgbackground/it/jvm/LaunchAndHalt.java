package io.github.pgbackground.it.jvm;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;

/**
 * Runs statements at the same time, each on a connection of its own, and halts when all have
 * returned.
 */
public final class LaunchAndHalt {
  private LaunchAndHalt() {}

  /** The arguments are the URL, then the statements. */
  public static void main(String[] arguments) throws Exception {
    List<FutureTask<Void>> launches = new ArrayList<>();
    CountDownLatch ready = new CountDownLatch(arguments.length - 1);
    for (int i = 1; i < arguments.length; i++) {
      Connection connection = DriverManager.getConnection(arguments[0]);
      String sql = arguments[i];
      FutureTask<Void> launch =
          new FutureTask<>(
              () -> {
                ready.countDown();
                ready.await();
                execute(connection, sql);
                return null;
              });
      new Thread(launch).start();
      launches.add(launch);
    }
    for (FutureTask<Void> launch : launches) {
      launch.get();
    }
    System.out.println("returned");
    Runtime.getRuntime().halt(0);
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
