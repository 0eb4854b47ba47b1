package io.github.pgbackground.internal.sql;

import io.github.pgbackground.internal.sql.BackgroundFunction.Result;
import io.github.pgbackground.internal.sql.Query.ColumnName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call that gives rows to the rest of a statement, and the tail that names them: {@code f(…) [AS]
 * alias (x int, …)}, {@code f(…) AS (x int, …)}; or, where the function says what its columns are,
 * {@code f(…) [WITH ORDINALITY] [[AS] alias [(x, …)]]}.
 *
 * @param inRowsFrom whether it stands in {@code ROWS FROM (…)}
 * @param alias null without one, as always in {@code ROWS FROM}
 * @param columns what the call gives; each entry has a type
 * @param tailStart the offset of the parenthesis that opens the column definition list; without
 *     one, behind the call
 * @param end the offset behind the tail
 */
public record RowSource(
    Call call,
    boolean inRowsFrom,
    @Nullable String alias,
    List<ColumnName> columns,
    int tailStart,
    int end) {

  public RowSource {
    columns = List.copyOf(columns);
  }

  /** The name that the rows go by in the statement. */
  public String name() {
    return alias == null ? call.function().name() : alias;
  }

  /** Whether the columns are those of a column definition list in the text. */
  public boolean hasDefinitions() {
    return call.function().result() == Result.RECORDS;
  }

  /** Whether evaluating the call launches a job. */
  public boolean launches() {
    return call.function().launches()
        || call.arguments().stream().anyMatch(Argument.Nested.class::isInstance);
  }
}
