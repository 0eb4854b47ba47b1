package io.github.pgbackground.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Times in quiet moments side by side, as an SVG that is readable on light and dark ground; on a
 * logarithmic scale, since a worker of the extension takes a hundred times as long as a statement.
 */
record Plot(Map<Workload, Map<String, Double>> millis) {
  /**
   * What pg_background 1.8 took on PostgreSQL 15.20, in milliseconds: given, since it cannot be
   * installed on servers of the tests. Plain pgjdbc took 0.021 ms for {@code select 1} there, and
   * 264 ms for the million rows.
   */
  private static final Map<Workload, Double> EXTENSION =
      Map.of(
          Workload.NESTED, 2.2,
          Workload.AFTER_STATEMENT, 2.2,
          Workload.EIGHT_JOBS_WARM, 64.0,
          Workload.EIGHT_JOBS_COLD, 73.0,
          Workload.RESULT_ROWS, 449.0,
          Workload.BLOCK, 5.4,
          Workload.BLOCK_ROWS, 62.0,
          Workload.LAUNCHES, 3_700.0);

  private static final String NAME_OF_EXTENSION = "extension";

  private static final Map<Side, String> NAMES =
      Map.of(Side.PLAIN, "plain pgjdbc", Side.DBLINK, "dblink", Side.OURS, "this driver");

  private static final List<String> COLUMNS =
      List.of("plain pgjdbc", "dblink", NAME_OF_EXTENSION, "this driver");

  private static final int TITLES = 290;
  private static final int SCALE = 250;
  private static final int COLUMN = 72;
  private static final int TOP = 44;
  private static final int LINE = 28;
  private static final int WIDTH = TITLES + SCALE + 24 + COLUMN * COLUMNS.size();

  /** Powers of ten of a millisecond. */
  private static final int LEAST = -2;

  private static final int GREATEST = 4;

  /** Those of its workloads that were measured. */
  static Plot of(Table table) {
    Map<Workload, Map<String, Double>> millis = new LinkedHashMap<>();
    for (Map.Entry<Workload, List<Table.Sample>> measured : table.samples().entrySet()) {
      Double extension = EXTENSION.get(measured.getKey());
      if (extension != null) {
        Map<String, Double> row = new LinkedHashMap<>();
        row.put(NAME_OF_EXTENSION, extension);
        NAMES.forEach(
            (side, name) -> {
              double nanos = Table.quiet(measured.getValue(), side);
              if (!Double.isNaN(nanos)) {
                row.put(name, nanos / 1e6);
              }
            });
        millis.put(measured.getKey(), row);
      }
    }
    return new Plot(millis);
  }

  String svg() {
    int height = TOP + LINE * millis.size() + 26;
    List<String> parts = new ArrayList<>();
    parts.add(
        String.format(
            Locale.ROOT,
            """
            <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d" role="img">
            <title>Milliseconds; further left is faster</title>
            <style>
              text { font: 12px system-ui, sans-serif; fill: #24292f }
              .n { text-anchor: end; font-variant-numeric: tabular-nums }
              .m { text-anchor: middle; fill: #6e7781 }
              line { stroke: #d0d7de }
              .c0 { fill: #8c959f } .c1 { fill: #bf8700 } .c2 { fill: #0969da } .c3 { fill: #cf222e }
              @media (prefers-color-scheme: dark) {
                text { fill: #e6edf3 } .m { fill: #8d96a0 } line { stroke: #30363d }
                .c0 { fill: #8d96a0 } .c1 { fill: #d29922 } .c2 { fill: #58a6ff } .c3 { fill: #ff7b72 }
              }
            </style>
            """,
            WIDTH,
            height));
    for (int power = LEAST; power <= GREATEST; power++) {
      double x = x(Math.pow(10, power));
      parts.add(line(x, TOP - 12, x, height - 22));
      parts.add(text("m", x, height - 6, power < 0 ? decimal(power) : whole(power)));
    }
    parts.add(text("m", TITLES + SCALE / 2.0, TOP - 24, "milliseconds: left is faster"));
    for (int i = 0; i < COLUMNS.size(); i++) {
      parts.add(text("n c" + i, right(i), TOP - 24, COLUMNS.get(i)));
    }
    int y = TOP;
    for (Map.Entry<Workload, Map<String, Double>> row : millis.entrySet()) {
      y += LINE;
      parts.add(row(y - LINE / 2.0, row.getKey().title(), row.getValue()));
    }
    parts.add("</svg>\n");
    return String.join("", parts);
  }

  private static String row(double y, String title, Map<String, Double> millis) {
    StringBuilder row = new StringBuilder(text("", 4, y + 4, title));
    for (int i = 0; i < COLUMNS.size(); i++) {
      Double value = millis.get(COLUMNS.get(i));
      if (value != null) {
        row.append(
            String.format(
                Locale.ROOT,
                "<circle class=\"c%d\" cx=\"%.1f\" cy=\"%.1f\" r=\"5\"/>%n",
                i,
                x(value),
                y));
        row.append(text("n", right(i), y + 4, number(value)));
      }
    }
    return row.toString();
  }

  private static double x(double millis) {
    return TITLES + SCALE * (Math.log10(millis) - LEAST) / (GREATEST - LEAST);
  }

  private static double right(int column) {
    return TITLES + SCALE + 20 + COLUMN * (column + 1.0);
  }

  private static String decimal(int power) {
    return String.format(Locale.ROOT, "%." + -power + "f", Math.pow(10, power));
  }

  private static String whole(int power) {
    return String.format(Locale.ROOT, "%,.0f", Math.pow(10, power));
  }

  private static String number(double value) {
    return String.format(
        Locale.ROOT, value < 0.1 ? "%.3f" : value < 1 ? "%.2f" : value < 10 ? "%.1f" : "%,.0f", value);
  }

  private static String line(double x1, double y1, double x2, double y2) {
    return String.format(
        Locale.ROOT, "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>%n", x1, y1, x2, y2);
  }

  private static String text(String style, double x, double y, String text) {
    return String.format(
        Locale.ROOT, "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>%n", style, x, y, text);
  }
}
