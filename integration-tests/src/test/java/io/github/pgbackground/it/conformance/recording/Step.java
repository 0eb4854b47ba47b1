package io.github.pgbackground.it.conformance.recording;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One thing that was done, and what came out.
 *
 * @param sql the text, where something was executed; {@code ${name}} stands for a captured value
 * @param action what was done otherwise, of a {@link Kind#CONTROL} step
 * @param params parameters in order, each a letter for its type and a value: {@code i:42}
 * @param capture which column of the first row (of a call: which parameter) to keep by which name
 * @param volatileColumns labels of the columns whose values differ from run to run
 * @param unordered whether the order of the rows is nobody's promise
 * @param lenient why only success or the SQLSTATE is worth comparing, where that is so
 * @param fetchSize rows at a time, 0 for all
 * @param queryTimeout seconds, 0 for none
 * @param cancelAfterMillis when the statement is cancelled, 0 for never
 * @param expected what must come out
 * @param ofExtension what the extension answers where that is not what must come out
 */
public record Step(
    @JsonProperty("do") Kind kind,
    @Nullable String sql,
    @Nullable String action,
    List<String> params,
    Map<String, Integer> capture,
    @JsonProperty("volatile") List<String> volatileColumns,
    boolean unordered,
    @Nullable String lenient,
    int fetchSize,
    int queryTimeout,
    int cancelAfterMillis,
    @Nullable String note,
    @JsonProperty("expect") @Nullable Outcome expected,
    @JsonProperty("native") @Nullable Outcome ofExtension) {

  /** The same step with each text replaced that may hold a placeholder. */
  public Step replacing(UnaryOperator<String> replacement) {
    return new Step(
        kind,
        sql == null ? null : replacement.apply(sql),
        action,
        params.stream().map(replacement).toList(),
        capture,
        volatileColumns,
        unordered,
        lenient,
        fetchSize,
        queryTimeout,
        cancelAfterMillis,
        note,
        expected == null ? null : expected.replacing(replacement),
        ofExtension);
  }

  /** What a person calls the step. */
  public String text() {
    return Objects.requireNonNull(sql != null ? sql : action, "a step that does nothing");
  }

  /** By which interface of JDBC a step is done. */
  public enum Kind {
    @JsonProperty("statement")
    STATEMENT,
    @JsonProperty("prepared")
    PREPARED,
    @JsonProperty("callable")
    CALLABLE,
    @JsonProperty("control")
    CONTROL
  }
}
