package io.github.pgbackground.internal.sql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The shape of a statement that can be served. */
public sealed interface Query {

  /**
   * {@code SELECT f(…) [[AS] label] [, …]}. Either each target is a scalar, or there is only one.
   */
  record Targets(List<Target> targets) implements Query {
    public Targets {
      targets = List.copyOf(targets);
    }
  }

  /** One call of a SELECT list, and its column's name: the label, else the function's name. */
  record Target(Call call, String label) {}

  /**
   * {@code SELECT outputs FROM f(…) tail}, where the tail is nothing, {@code [AS] alias}, {@code
   * [AS] alias (columns)} or {@code AS (columns)}.
   */
  record Source(Call call, List<Output> outputs, @Nullable String alias, List<ColumnName> columns)
      implements Query {
    public Source {
      outputs = List.copyOf(outputs);
      columns = List.copyOf(columns);
    }

    /**
     * Whether an output names the source itself, not a column: it is the row as one value. The
     * column of a scalar function has the same name as the source, unless the tail gives another.
     */
    public boolean readsWholeRow() {
      String name = alias == null ? call.function().name() : alias;
      boolean namesColumn =
          columns.isEmpty()
              ? call.function().result().scalar()
              : columns.stream().anyMatch(column -> column.name().equals(name));
      return !namesColumn
          && outputs.stream()
              .anyMatch(
                  output ->
                      output instanceof Output.Column column
                          && column.qualifier() == null
                          && column.name().equals(name));
    }

    /** Where the tail starts; it runs to the end of the part. */
    public int tailStart() {
      return call.end();
    }
  }

  /** One item of the SELECT list over a {@link Source}. */
  sealed interface Output {
    /** {@code *} or {@code qualifier.*}. */
    record Star(@Nullable String qualifier) implements Output {}

    /**
     * {@code [qualifier.]name [[AS] label]}; without a label in the text, it is the name.
     *
     * @param start the offset of the item, for messages
     */
    record Column(@Nullable String qualifier, String name, String label, int start)
        implements Output {}
  }

  /**
   * One entry of the column list behind the alias.
   *
   * @param type the type's text as it stands, where the entry has one
   */
  record ColumnName(String name, @Nullable String type) {}

  /**
   * JDBC's <code>{call f(…)}</code>, or <code>{? = call f(…)}</code>, whose first question mark is
   * the text's parameter 1 and gets the result.
   */
  record CallEscape(Call call, boolean returning) implements Query {}
}
