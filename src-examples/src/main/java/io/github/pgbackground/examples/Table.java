package io.github.pgbackground.examples;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A result as text, aligned as psql aligns it.
 *
 * @param rows values as text, null as the empty text
 */
record Table(List<Column> columns, List<List<String>> rows) {
  static final Table EMPTY = new Table(List.of(), List.of());

  /**
   * A column's head.
   *
   * @param javaType the simple name of the class of its values
   */
  record Column(String name, String javaType) {
    private static final Set<String> NUMBERS =
        Set.of("BigDecimal", "Double", "Float", "Integer", "Long");

    private boolean isNumeric() {
      return NUMBERS.contains(javaType);
    }
  }

  /** Reads all rows. */
  static Table of(ResultSet result) throws SQLException {
    ResultSetMetaData data = result.getMetaData();
    List<Column> columns = new ArrayList<>();
    for (int i = 1; i <= data.getColumnCount(); i++) {
      String type = data.getColumnClassName(i);
      columns.add(new Column(data.getColumnLabel(i), type.substring(type.lastIndexOf('.') + 1)));
    }
    List<List<String>> rows = new ArrayList<>();
    while (result.next()) {
      List<String> row = new ArrayList<>();
      for (int i = 1; i <= columns.size(); i++) {
        String value = result.getString(i);
        row.add(value == null ? "" : value);
      }
      rows.add(row);
    }
    return new Table(columns, rows);
  }

  /** The lines psql would print: heads, a rule, rows, their number. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(line("|", i -> centred(columns.get(i).name(), width(i))));
    lines.add(line("+", i -> "-".repeat(width(i) + 2)));
    for (List<String> row : rows) {
      lines.add(line("|", i -> aligned(row.get(i), width(i), columns.get(i).isNumeric())));
    }
    lines.add(rows.size() == 1 ? "(1 row)" : "(" + rows.size() + " rows)");
    return lines;
  }

  private String line(String between, IntFunction<String> cell) {
    return IntStream.range(0, columns.size())
        .mapToObj(cell)
        .collect(Collectors.joining(between))
        .stripTrailing();
  }

  private int width(int column) {
    return Math.max(
        columns.get(column).name().length(),
        rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0));
  }

  private static String centred(String text, int width) {
    return aligned(" ".repeat((width - text.length()) / 2) + text, width, false);
  }

  /** With a space on each side. */
  private static String aligned(String text, int width, boolean right) {
    String padding = " ".repeat(width - text.length());
    return " " + (right ? padding + text : text + padding) + " ";
  }
}
