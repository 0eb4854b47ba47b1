package io.github.pgbackground.it.conformance;

import io.github.pgbackground.it.conformance.recording.Outcome;
import io.github.pgbackground.it.conformance.recording.Outcome.Column;
import io.github.pgbackground.it.conformance.recording.Outcome.Failure;
import io.github.pgbackground.it.conformance.recording.Outcome.Result;
import io.github.pgbackground.it.conformance.recording.Outcome.Rows;
import io.github.pgbackground.it.conformance.recording.Step;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/** Says how an outcome differs from the one that was recorded, as a person wants to read it. */
final class Comparison {
  private static final Pattern WORKER = Pattern.compile("(?m)(?<=^background worker, pid )\\d+$");

  /** The version of pgjdbc that the recordings were made with. */
  private static final String RECORDED_WITH = "42.7.14";

  private final Step step;
  private final List<String> differences = new ArrayList<>();

  private Comparison(Step step) {
    this.step = step;
  }

  /** What differs, a line each; none when the outcome is what the step, filled in, expects. */
  static List<String> differences(Step step, Outcome actual) {
    Comparison comparison = new Comparison(step);
    comparison.outcomes(Objects.requireNonNull(step.expected(), "nothing to expect"), actual);
    return comparison.differences;
  }

  private void outcomes(Outcome expected, Outcome actual) {
    Failure expectedError = expected.error();
    Failure actualError = actual.error();
    if (expectedError != null && actualError != null) {
      errors(expectedError, actualError);
    } else if (expectedError != null || actualError != null) {
      differ("outcome", outline(expected), outline(actual));
    } else if (step.lenient() == null) {
      results(expected.results(), actual.results());
      parts("warnings", expected.warnings(), actual.warnings());
    }
  }

  private void errors(Failure expected, Failure actual) {
    parts("SQLSTATE", expected.sqlState(), actual.sqlState());
    if (step.lenient() == null) {
      parts("severity", expected.severity(), actual.severity());
      parts("message", expected.message(), actual.message());
      parts("detail", expected.detail(), actual.detail());
      parts("hint", expected.hint(), actual.hint());
      parts("position", expected.position(), actual.position());
      parts("where", normalWhere(expected.where()), normalWhere(actual.where()));
    }
  }

  private void results(List<Result> expected, List<Result> actual) {
    parts("number of results", expected.size(), actual.size());
    for (int i = 0; i < Math.min(expected.size(), actual.size()); i++) {
      String name = "result " + (i + 1);
      if (expected.get(i) instanceof Rows expectedRows
          && actual.get(i) instanceof Rows actualRows) {
        parts(name + ", columns", told(expectedRows.columns()), told(actualRows.columns()));
        rows(name, expectedRows.rows(), comparable(actualRows, i == 0));
      } else {
        parts(name, outline(expected.get(i)), outline(actual.get(i)));
      }
    }
  }

  /** The classes of values are pgjdbc's to choose, and its versions choose differently. */
  static List<Column> told(List<Column> columns) {
    return RECORDED_WITH.equals(Driver.class.getPackage().getImplementationVersion())
        ? columns
        : columns.stream()
            .map(column -> new Column(column.label(), column.typeName(), column.jdbcType(), "any"))
            .toList();
  }

  private void rows(
      String result, List<List<@Nullable String>> expected, List<List<@Nullable String>> actual) {
    List<List<@Nullable String>> expectedRows = expected;
    List<List<@Nullable String>> actualRows = actual;
    if (step.unordered()) {
      expectedRows = sorted(expected);
      actualRows = sorted(actual);
    }
    parts(result + ", number of rows", expectedRows.size(), actualRows.size());
    for (int i = 0; i < Math.min(expectedRows.size(), actualRows.size()); i++) {
      if (!expectedRows.get(i).equals(actualRows.get(i))) {
        // The first one tells enough; after it all the others may differ.
        differ(result + ", row " + (i + 1), expectedRows.get(i), actualRows.get(i));
        return;
      }
    }
  }

  /** The rows with the values that nobody can foresee written as the recordings write them. */
  private List<List<@Nullable String>> comparable(Rows actual, boolean isFirstResult) {
    List<List<@Nullable String>> comparable = new ArrayList<>();
    for (List<@Nullable String> row : actual.rows()) {
      boolean isCaptured = isFirstResult && comparable.isEmpty();
      List<@Nullable String> cells = new ArrayList<>(row);
      for (int i = 0; i < cells.size(); i++) {
        Column column = actual.columns().get(i);
        boolean isOpen =
            step.volatileColumns().contains(column.label())
                || (isCaptured && step.capture().containsValue(i + 1));
        if (isOpen && cells.get(i) != null) {
          cells.set(i, "<" + column.typeName() + ">");
        }
      }
      comparable.add(cells);
    }
    return comparable;
  }

  private static List<List<@Nullable String>> sorted(List<List<@Nullable String>> rows) {
    return rows.stream().sorted(Comparator.comparing(List::toString)).toList();
  }

  private static @Nullable String normalWhere(@Nullable String where) {
    return where == null
        ? null
        : WORKER
            .matcher(where.lines().distinct().collect(Collectors.joining("\n")))
            .replaceAll("<pid>");
  }

  private void parts(String name, @Nullable Object expected, @Nullable Object actual) {
    if (!Objects.equals(expected, actual)) {
      differ(name, expected, actual);
    }
  }

  private void differ(String name, @Nullable Object expected, @Nullable Object actual) {
    differences.add(name + ": expected " + expected + ", but was " + actual);
  }

  private static String outline(Outcome outcome) {
    Failure error = outcome.error();
    return error == null
        ? outcome.results().stream().map(Comparison::outline).toList().toString()
        : "the error " + error.sqlState() + " " + error.message();
  }

  private static String outline(Result result) {
    return result instanceof Rows rows
        ? rows.rows().size() + " rows of " + rows.columns().size() + " columns"
        : result.toString();
  }
}
