package io.github.pgbackground.internal.sql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The shape of a statement that can be served. */
public sealed interface Query {

  /**
   * {@code SELECT f(…) [[AS] label] [, …]}. Either each target is one value, or there is only one.
   */
  record Targets(List<Target> targets) implements Query {
    public Targets {
      targets = List.copyOf(targets);
    }

    /** The calls in the text, in its order: {@code (f(…)).*} is several targets and one call. */
    public List<Call> calls() {
      return targets.size() == 1
          ? List.of(targets.get(0).call())
          : targets.stream().map(Target::call).distinct().toList();
    }
  }

  /**
   * One column of a SELECT list of calls, and its name: the label, else the attribute's or the
   * function's name. The server makes one target of each attribute that {@code (f(…)).*} gives, and
   * evaluates the call for each of them.
   *
   * @param attribute the place of what is taken of a composite value, or {@link #WHOLE}
   */
  record Target(Call call, int attribute, String label) {
    /** The value itself. */
    public static final int WHOLE = -1;
  }

  /**
   * {@code SELECT picks FROM (SELECT f(…) AS column) AS alias}: the call is evaluated once, and
   * each of the picks is a target with it.
   */
  record Derived(Call call, List<Target> picks) implements Query {
    public Derived {
      picks = List.copyOf(picks);
    }
  }

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

    /** The name that the call's rows go by. */
    public String name() {
      return alias == null ? call.function().name() : alias;
    }

    /**
     * Whether an output names the source itself, not a column, and so the row as one value of no
     * certain type. The column of a scalar function has the same name as the source, unless the
     * tail gives another.
     */
    public boolean readsRecord() {
      String name = name();
      boolean namesColumn =
          columns.isEmpty()
              ? call.function().result().scalar()
              : columns.stream().anyMatch(column -> column.name().equals(name));
      return !call.function().result().composite()
          && !namesColumn
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

    /**
     * {@code ([qualifier.]column).name [[AS] label]}, where the column is a composite value, or
     * {@code ([qualifier.]column).*}.
     *
     * @param name null for all
     */
    record Attribute(@Nullable String qualifier, String column, @Nullable String name, String label)
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
