package io.github.pgbackground.it.jvm;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;

/**
 * One virtual thread waits for the result of a job, and another one does what the job waits for;
 * where there is only one thread to carry them, both can only end if the wait lets go of it.
 */
public final class WaitOnVirtualThreads {
  private static final String LOCK = "pg_advisory_lock(4711)";

  private WaitOnVirtualThreads() {}

  /** The argument is the URL. */
  public static void main(String[] arguments) throws Exception {
    try (Connection waiting = DriverManager.getConnection(arguments[0]);
        Connection holding = DriverManager.getConnection(arguments[0])) {
      execute(holding, "select " + LOCK);
      FutureTask<Void> waiter =
          onVirtualThread(
              () ->
                  execute(
                      waiting,
                      "select * from pg_background_result(pg_background_launch('select 1 from "
                          + LOCK
                          + "')) as (n int)"));
      FutureTask<Void> helper = onVirtualThread(() -> unlockWhenWaitedFor(holding));
      helper.get();
      waiter.get();
    }
    System.out.println("done");
  }

  /** By reflection, since the tests are compiled for Java 17. */
  static <T> FutureTask<T> onVirtualThread(Callable<T> task) throws Exception {
    FutureTask<T> future = new FutureTask<>(task);
    Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, future);
    return future;
  }

  private static Void unlockWhenWaitedFor(Connection holding) throws Exception {
    String waits = "select 1 / count(*) from pg_locks where locktype = 'advisory' and not granted";
    while (!succeeds(holding, waits)) {
      Thread.sleep(5);
    }
    return execute(holding, "select pg_advisory_unlock(4711)");
  }

  private static boolean succeeds(Connection connection, String sql) {
    try {
      execute(connection, sql);
      return true;
    } catch (SQLException e) {
      return false;
    }
  }

  private static Void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
    return null;
  }
}
