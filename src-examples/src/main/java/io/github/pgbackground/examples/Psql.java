package io.github.pgbackground.examples;

import java.io.PrintStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Runs SQL and prints it and what comes back as psql would. */
final class Psql {
  /** Rows, and how long it took until they were there. */
  record Timed(Table table, long nanos) {}

  private static final String PROMPT = "tour=> ";
  private static final String PROMPT_GOING_ON = "tour-> ";

  private static final long LOOKS_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
  private static final long ROWS_COME_WITHIN_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final Connection connection;
  private final PrintStream out;

  Psql(Connection connection, PrintStream out) {
    this.connection = connection;
    this.out = out;
  }

  /** Begins a step: its title, and what there is to see in it. */
  void step(String title, String text) {
    out.println();
    out.println("=== " + title + " ===");
    out.print(text);
  }

  /** Says something about what was shown. */
  void say(String text) {
    out.println(text);
  }

  /** Runs a statement and prints it, its notices and its result; returns the rows. */
  Table run(String sql) throws SQLException {
    echo(sql);
    try (Statement statement = connection.createStatement()) {
      return execute(statement, sql);
    }
  }

  /** Like {@link #run}, with the time it took. */
  Timed runTimed(String sql) throws SQLException {
    long start = System.nanoTime();
    Table table = run(sql);
    long nanos = System.nanoTime() - start;
    out.println("Time: " + milliseconds(nanos));
    return new Timed(table, nanos);
  }

  /**
   * Like {@link #run}, but another thread executes the statement, and this one prints its notices
   * as they come, with the seconds since the start.
   */
  Table runLive(String sql) throws SQLException {
    echo(sql);
    try (Statement statement = connection.createStatement()) {
      long start = System.nanoTime();
      FutureTask<Boolean> execution = new FutureTask<>(() -> statement.execute(sql));
      new Thread(execution, "tour execution").start();
      Notices notices = new Notices(statement);
      boolean over = false;
      while (!over) {
        LockSupport.parkNanos(LOOKS_EVERY_NANOS);
        over = execution.isDone();
        for (String notice : notices.fresh()) {
          out.println(seconds(start) + notice);
        }
      }
      boolean rows = result(execution);
      out.println(seconds(start) + "the statement has returned:");
      return print(statement, sql, rows);
    }
  }

  private static <T> T result(Future<T> execution) throws SQLException {
    try {
      return execution.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof SQLException sql ? sql : new SQLException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLException("it was interrupted", e);
    }
  }

  /** Runs a query again and again until it has rows, prints these, and how long it took. */
  void runUntilRows(String sql) throws SQLException {
    echo(sql);
    long start = System.nanoTime();
    try (Statement statement = connection.createStatement()) {
      Table table = read(statement, sql);
      while (table.rows().isEmpty()) {
        if (System.nanoTime() - start > ROWS_COME_WITHIN_NANOS) {
          throw new SQLException("it waited in vain for rows of: " + sql);
        }
        LockSupport.parkNanos(LOOKS_EVERY_NANOS);
        table = read(statement, sql);
      }
      table.lines().forEach(out::println);
    }
    out.println("It took " + milliseconds(System.nanoTime() - start) + " until the row was there.");
  }

  /**
   * Runs a query that gives a percentage and a message again and again until it gives 100, and
   * prints what is new each time.
   */
  void runProgress(String sql) throws SQLException {
    echo(sql);
    long start = System.nanoTime();
    String shown = "";
    try (Statement statement = connection.createStatement()) {
      while (!shown.startsWith("100")) {
        List<String> row = read(statement, sql).rows().get(0);
        String now = String.join(" ", row);
        // Before the job's first word both are null, which the table shows as nothing.
        if (!row.get(0).isEmpty() && !now.equals(shown)) {
          out.println(seconds(start) + bar(Integer.parseInt(row.get(0))) + row.get(1));
          shown = now;
        } else if (System.nanoTime() - start > ROWS_COME_WITHIN_NANOS) {
          throw new SQLException("it waited in vain for the 100 percent of: " + sql);
        }
        LockSupport.parkNanos(LOOKS_EVERY_NANOS);
      }
    }
  }

  private static String bar(int percent) {
    int full = percent / 5;
    return String.format(
        Locale.ROOT, "[%s%s] %3d %%  ", "#".repeat(full), ".".repeat(20 - full), percent);
  }

  private static Table read(Statement statement, String sql) throws SQLException {
    try (ResultSet rows = statement.executeQuery(sql)) {
      return Table.of(rows);
    }
  }

  /** Runs a statement that must fail, and prints the error. */
  void runFailing(String sql) throws SQLException {
    echo(sql);
    try (Statement statement = connection.createStatement()) {
      execute(statement, sql);
    } catch (PSQLException e) {
      ServerErrorMessage error = e.getServerErrorMessage();
      if (error == null) {
        throw e;
      }
      out.println(error.getSeverity() + ":  " + e.getSQLState() + ": " + error.getMessage());
      field("DETAIL", error.getDetail());
      field("HINT", error.getHint());
      field("CONTEXT", error.getWhere());
      return;
    }
    throw new SQLException("it expected this statement to fail: " + sql);
  }

  private static String seconds(long start) {
    double seconds = (System.nanoTime() - start) / (double) TimeUnit.SECONDS.toNanos(1);
    return String.format(Locale.ROOT, "%6.2f s  ", seconds);
  }

  static String milliseconds(long nanos) {
    return String.format(Locale.ROOT, "%.3f ms", nanos / (double) TimeUnit.MILLISECONDS.toNanos(1));
  }

  private void echo(String sql) {
    String prompt = PROMPT;
    for (String line : sql.lines().toList()) {
      out.println(prompt + line);
      prompt = PROMPT_GOING_ON;
    }
  }

  private Table execute(Statement statement, String sql) throws SQLException {
    boolean rows = statement.execute(sql);
    new Notices(statement).fresh().forEach(out::println);
    return print(statement, sql, rows);
  }

  private Table print(Statement statement, String sql, boolean rows) throws SQLException {
    if (!rows) {
      out.println(tag(sql, statement.getUpdateCount()));
      return Table.EMPTY;
    }
    try (ResultSet result = statement.getResultSet()) {
      Table table = Table.of(result);
      table.lines().forEach(out::println);
      return table;
    }
  }

  /** JDBC gives a number where the server's command tag has the command as well. */
  private static String tag(String sql, int count) {
    String command = sql.replaceFirst("(?s)^(CREATE \\w+|\\w+).*", "$1");
    return command.equals("UPDATE") ? command + " " + count : command;
  }

  private void field(String name, @Nullable String text) {
    if (text != null) {
      out.println(name + ":  " + text);
    }
  }
}
