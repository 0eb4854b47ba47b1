package io.github.pgbackground.internal.sql;

import io.github.pgbackground.internal.sql.Query.ColumnName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call that gives rows to the rest of a statement, and the tail that names them: {@code f(…) [AS]
 * alias (x int, …)}, {@code f(…) AS (x int, …)}.
 *
 * @param inRowsFrom whether it stands in {@code ROWS FROM (…)}
 * @param alias null without one, as always in {@code ROWS FROM}
 * @param columns its column definition list; each entry has a type
 * @param listStart the offset of the parenthesis that opens the list
 * @param end the offset behind the list
 */
public record RowSource(
    Call call,
    boolean inRowsFrom,
    @Nullable String alias,
    List<ColumnName> columns,
    int listStart,
    int end) {

  public RowSource {
    columns = List.copyOf(columns);
  }

  /** The name that the rows go by in the statement. */
  public String name() {
    return alias == null ? call.function().name() : alias;
  }

  /** Whether reading the rows first launches what gives them. */
  public boolean launches() {
    return call.arguments().stream().anyMatch(Argument.Nested.class::isInstance);
  }
}
