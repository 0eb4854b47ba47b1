package io.github.pgbackground.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Something a session does again and again. */
@FunctionalInterface
interface Task {

  /** Does it once and gives a number made of all rows read, the same on every side. */
  long run() throws SQLException;

  /** How a session gets to do a task. */
  @FunctionalInterface
  interface Maker {
    Task on(Connection connection) throws SQLException;

    /** Does something else before it, each time. */
    default Maker after(Maker earlier) {
      return connection -> {
        Task first = earlier.on(connection);
        Task second = on(connection);
        return () -> first.run() + second.run();
      };
    }
  }

  /** One statement, on one {@link Statement} that is kept. */
  static Maker statement(String sql) {
    return connection -> {
      Statement statement = connection.createStatement();
      return () -> read(statement.executeQuery(sql));
    };
  }

  /** One statement with a fetch size, in a transaction: pgjdbc gives rows on nowhere else. */
  static Maker fetched(String sql) {
    return connection -> {
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
    return connection -> {
      PreparedStatement statement = connection.prepareStatement(sql);
      return () -> read(statement.executeQuery());
    };
  }

  /** A launch, then the result for the pid that the launch gave. */
  static Maker launchThenResult(String sql) {
    return connection -> {
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
    return connection -> {
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
