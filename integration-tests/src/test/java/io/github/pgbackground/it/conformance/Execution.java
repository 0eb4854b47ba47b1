package io.github.pgbackground.it.conformance;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.github.pgbackground.it.conformance.recording.Outcome;
import io.github.pgbackground.it.conformance.recording.Outcome.Column;
import io.github.pgbackground.it.conformance.recording.Outcome.Failure;
import io.github.pgbackground.it.conformance.recording.Outcome.Result;
import io.github.pgbackground.it.conformance.recording.Outcome.Rows;
import io.github.pgbackground.it.conformance.recording.Outcome.UpdateCount;
import io.github.pgbackground.it.conformance.recording.Step;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLWarning;
import org.postgresql.util.ServerErrorMessage;

/**
 * What came of executing one statement.
 *
 * @param outcome all that it showed
 * @param captured the values that the step captures, as far as there are any
 */
record Execution(Outcome outcome, Map<String, String> captured) {

  /** Executes a step whose placeholders are filled in; an error of the database is an outcome. */
  static Execution of(Connection connection, Step step) {
    String sql = Objects.requireNonNull(step.sql(), "a statement without a text");
    try (Statement statement = open(connection, step.kind(), sql)) {
      statement.setFetchSize(step.fetchSize());
      statement.setQueryTimeout(step.queryTimeout());
      if (statement instanceof PreparedStatement prepared) {
        Parameters.set(prepared, step.params());
      }
      return execute(statement, sql, step);
    } catch (SQLException e) {
      return new Execution(new Outcome(List.of(), List.of(), failure(e)), Map.of());
    }
  }

  private static Statement open(Connection connection, Step.Kind kind, String sql)
      throws SQLException {
    return switch (kind) {
      case STATEMENT -> connection.createStatement();
      case PREPARED -> connection.prepareStatement(sql);
      case CALLABLE -> connection.prepareCall(sql);
      case CONTROL -> throw new IllegalArgumentException("a control step has no statement");
    };
  }

  private static Execution execute(Statement statement, String sql, Step step) throws SQLException {
    CompletableFuture<Void> cancellation = cancelLater(statement, step.cancelAfterMillis());
    try {
      boolean isRows =
          statement instanceof PreparedStatement prepared
              ? prepared.execute()
              : statement.execute(sql);
      List<Result> results = results(statement, isRows);
      return new Execution(
          new Outcome(results, warnings(statement.getWarnings()), null),
          captured(statement, step.capture(), results));
    } finally {
      cancellation.cancel(false);
    }
  }

  private static CompletableFuture<Void> cancelLater(Statement statement, int millis) {
    if (millis == 0) {
      return CompletableFuture.completedFuture(null);
    }
    return CompletableFuture.runAsync(
        () -> {
          try {
            statement.cancel();
          } catch (SQLException e) {
            throw new CompletionException(e);
          }
        },
        CompletableFuture.delayedExecutor(millis, MILLISECONDS));
  }

  private static List<Result> results(Statement statement, boolean firstIsRows)
      throws SQLException {
    List<Result> results = new ArrayList<>();
    boolean isRows = firstIsRows;
    while (true) {
      if (isRows) {
        try (ResultSet rows = statement.getResultSet()) {
          results.add(rows(rows));
        }
      } else {
        int count = statement.getUpdateCount();
        if (count == -1) {
          return results;
        }
        results.add(new UpdateCount(count));
      }
      isRows = statement.getMoreResults();
    }
  }

  private static Rows rows(ResultSet rows) throws SQLException {
    ResultSetMetaData metaData = rows.getMetaData();
    List<Column> columns = new ArrayList<>();
    for (int i = 1; i <= metaData.getColumnCount(); i++) {
      columns.add(
          new Column(
              metaData.getColumnLabel(i),
              metaData.getColumnTypeName(i),
              metaData.getColumnType(i),
              metaData.getColumnClassName(i)));
    }
    List<List<@Nullable String>> cells = new ArrayList<>();
    while (rows.next()) {
      List<@Nullable String> row = new ArrayList<>();
      for (int i = 1; i <= columns.size(); i++) {
        row.add(rows.getString(i));
      }
      cells.add(row);
    }
    return new Rows(columns, cells);
  }

  private static Map<String, String> captured(
      Statement statement, Map<String, Integer> wanted, List<Result> results) throws SQLException {
    Map<String, String> captured = new HashMap<>();
    for (Map.Entry<String, Integer> want : wanted.entrySet()) {
      Object value = null;
      if (statement instanceof CallableStatement call) {
        value = call.getObject(want.getValue());
      } else if (!results.isEmpty()
          && results.get(0) instanceof Rows first
          && !first.rows().isEmpty()
          && want.getValue() <= first.columns().size()) {
        value = first.rows().get(0).get(want.getValue() - 1);
      }
      if (value != null) {
        captured.put(want.getKey(), value.toString());
      }
    }
    return captured;
  }

  private static List<String> warnings(@Nullable SQLWarning first) {
    List<String> warnings = new ArrayList<>();
    for (SQLWarning warning = first; warning != null; warning = warning.getNextWarning()) {
      ServerErrorMessage message =
          warning instanceof PSQLWarning ours ? ours.getServerErrorMessage() : null;
      warnings.add(
          message == null
              ? warning.toString()
              : message.getSeverity() + " " + message.getSQLState() + " " + message.getMessage());
    }
    return warnings;
  }

  private static Failure failure(SQLException e) {
    ServerErrorMessage message =
        e instanceof PSQLException ours ? ours.getServerErrorMessage() : null;
    return message == null
        ? new Failure(e.getSQLState(), null, e.getMessage(), null, null, null, null)
        : new Failure(
            message.getSQLState(),
            message.getSeverity(),
            message.getMessage(),
            message.getDetail(),
            message.getHint(),
            message.getPosition() == 0 ? null : message.getPosition(),
            message.getWhere());
  }
}
