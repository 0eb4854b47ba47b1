package io.github.pgbackground.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Something a session does again and again. */
@FunctionalInterface
interface Task {

  /** Does it once and gives a number made of all rows read, the same on every side. */
  long run() throws SQLException;

  /** How a session gets to do a task. */
  @FunctionalInterface
  interface Maker {
    Task on(Side side, Connection connection) throws SQLException;

    /** Does something else before it, each time. */
    default Maker after(Maker earlier) {
      return (side, connection) -> {
        Task first = earlier.on(side, connection);
        Task second = on(side, connection);
        return () -> first.run() + second.run();
      };
    }

    /** For sides that read different things on purpose: gives the same number on each. */
    default Maker uncompared() {
      return (side, connection) -> {
        Task task = on(side, connection);
        return () -> Math.min(1, Math.abs(task.run()));
      };
    }
  }

  /** One statement, on one {@link Statement} that is kept. */
  static Maker statement(String sql) {
    return (side, connection) -> {
      Statement statement = connection.createStatement();
      return () -> read(statement.executeQuery(sql));
    };
  }

  /** One statement that gives no rows, and so 1. */
  static Maker block(String sql) {
    return (side, connection) -> {
      Statement statement = connection.createStatement();
      return () -> {
        statement.execute(sql);
        return 1;
      };
    };
  }

  /** One statement with a fetch size, in a transaction: pgjdbc gives rows on nowhere else. */
  static Maker fetched(String sql) {
    return (side, connection) -> {
      connection.setAutoCommit(false);
      Statement statement = connection.createStatement();
      statement.setFetchSize(10_000);
      return () -> {
        long sum = read(statement.executeQuery(sql));
        connection.commit();
        return sum;
      };
    };
  }

  /** One statement, prepared once. */
  static Maker prepared(String sql) {
    return (side, connection) -> {
      PreparedStatement statement = connection.prepareStatement(sql);
      return () -> read(statement.executeQuery());
    };
  }

  /** A launch, then the result for the pid that the launch gave. */
  static Maker launchThenResult(String sql) {
    return (side, connection) -> {
      Statement statement = connection.createStatement();
      return () -> {
        int pid = pid(statement.executeQuery("select pg_background_launch('" + sql + "')"));
        return read(
            statement.executeQuery("select * from pg_background_result(" + pid + ") as (a int)"));
      };
    };
  }

  /** The same with two statements that are prepared once. */
  static Maker preparedLaunchThenResult(String sql) {
    return (side, connection) -> {
      PreparedStatement launch = connection.prepareStatement("select pg_background_launch(?)");
      PreparedStatement result =
          connection.prepareStatement("select * from pg_background_result(?) as (a int)");
      return () -> {
        launch.setString(1, sql);
        result.setInt(1, pid(launch.executeQuery()));
        return read(result.executeQuery());
      };
    };
  }

  /** Launches several jobs, then reads the result of each. */
  static Maker jobsAtOnce(int jobs, String sql) {
    return (side, connection) -> {
      Statement statement = connection.createStatement();
      return () -> {
        int[] pids = new int[jobs];
        for (int i = 0; i < jobs; i++) {
          pids[i] = pid(statement.executeQuery("select pg_background_launch('" + sql + "')"));
        }
        long sum = 0;
        for (int pid : pids) {
          sum +=
              read(
                  statement.executeQuery(
                      "select * from pg_background_result(" + pid + ") as (a int)"));
        }
        return sum;
      };
    };
  }

  /** Several times the same, one after the other. */
  static Maker times(int times, Maker maker) {
    return (side, connection) -> {
      Task task = maker.on(side, connection);
      return () -> {
        long sum = 0;
        for (int i = 0; i < times; i++) {
          sum += task.run();
        }
        return sum;
      };
    };
  }

  /** In a session that is opened for it each time, and so with a pool that has no worker yet. */
  static Maker inNewSession(Maker maker) {
    return (side, kept) -> () -> {
      try (Connection connection = side.connect()) {
        return maker.on(side, connection).run();
      }
    };
  }

  /** In a session that is kept, of a database in which the functions of pg_background are. */
  static Maker installed(Maker maker) {
    return (side, kept) -> maker.on(side, side.connectInstalled());
  }

  /** By several threads at once, each with a session of its own that is kept. */
  static Maker inThreads(int threads, Maker maker) {
    return (side, kept) -> {
      List<Callable<Long>> tasks = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        Task task = maker.on(side, side.connect());
        tasks.add(task::run);
      }
      ExecutorService pool =
          Executors.newFixedThreadPool(
              threads,
              work -> {
                Thread thread = new Thread(work);
                thread.setDaemon(true);
                return thread;
              });
      return () -> {
        long sum = 0;
        try {
          for (Future<Long> result : pool.invokeAll(tasks)) {
            sum += result.get();
          }
        } catch (InterruptedException | ExecutionException e) {
          throw new SQLException(e);
        }
        return sum;
      };
    };
  }

  private static int pid(ResultSet row) throws SQLException {
    try (row) {
      row.next();
      return row.getInt(1);
    }
  }

  private static long read(ResultSet rows) throws SQLException {
    try (rows) {
      boolean hasText = rows.getMetaData().getColumnCount() > 1;
      long sum = 0;
      while (rows.next()) {
        sum += rows.getInt(1);
        if (hasText) {
          sum += rows.getString(2).length();
        }
      }
      return sum;
    }
  }
}
