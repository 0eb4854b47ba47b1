package io.github.pgbackground.it.conformance.recording;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * All that an execution shows its caller: results and warnings in their order, or an error.
 *
 * @param warnings each as {@code SEVERITY SQLSTATE message}
 */
public record Outcome(List<Result> results, List<String> warnings, @Nullable Failure error) {

  Outcome replacing(UnaryOperator<String> replacement) {
    return new Outcome(
        results.stream().map(result -> result.replacing(replacement)).toList(),
        warnings.stream().map(replacement).toList(),
        error == null ? null : error.replacing(replacement));
  }

  private static @Nullable String replace(
      @Nullable String text, UnaryOperator<String> replacement) {
    return text == null ? null : replacement.apply(text);
  }

  /** One result of a statement. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
  @JsonSubTypes({@JsonSubTypes.Type(UpdateCount.class), @JsonSubTypes.Type(Rows.class)})
  public sealed interface Result {
    /** The same result with each of its texts replaced. */
    Result replacing(UnaryOperator<String> replacement);
  }

  /** A result that is a number of rows. */
  public record UpdateCount(int updateCount) implements Result {
    @Override
    public UpdateCount replacing(UnaryOperator<String> replacement) {
      return this;
    }
  }

  /** A result that is rows, each cell as its text. */
  public record Rows(List<Column> columns, List<List<@Nullable String>> rows) implements Result {
    @Override
    public Rows replacing(UnaryOperator<String> replacement) {
      return new Rows(columns, rows.stream().map(row -> replaced(row, replacement)).toList());
    }

    private static List<@Nullable String> replaced(
        List<@Nullable String> row, UnaryOperator<String> replacement) {
      List<@Nullable String> cells = new ArrayList<>();
      row.forEach(cell -> cells.add(replace(cell, replacement)));
      return cells;
    }
  }

  /** A column as its metadata describe it. */
  @JsonFormat(shape = JsonFormat.Shape.ARRAY)
  @JsonPropertyOrder({"label", "typeName", "jdbcType", "className"})
  public record Column(String label, String typeName, int jdbcType, String className) {}

  /** An error, with the fields of the server's message. */
  public record Failure(
      @Nullable String sqlState,
      @Nullable String severity,
      @Nullable String message,
      @Nullable String detail,
      @Nullable String hint,
      @Nullable Integer position,
      @Nullable String where) {

    Failure replacing(UnaryOperator<String> replacement) {
      return new Failure(
          sqlState,
          severity,
          replace(message, replacement),
          replace(detail, replacement),
          replace(hint, replacement),
          position,
          replace(where, replacement));
    }
  }
}
