package io.github.pgbackground.benchmarks;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Times in quiet moments side by side, as an SVG that is readable on light and dark ground; on a
 * logarithmic scale, since a worker of the extension takes a hundred times as long as a statement.
 */
record Plot(Map<Workload, Map<Side, Double>> millis) {
  /** What the extension is compared in. */
  private static final Set<Workload> LINES =
      EnumSet.of(
          Workload.NESTED,
          Workload.AFTER_STATEMENT,
          Workload.EIGHT_JOBS_WARM,
          Workload.EIGHT_JOBS_COLD,
          Workload.RESULT_ROWS,
          Workload.BLOCK,
          Workload.LAUNCHES,
          Workload.BLOCK_ROWS);

  private static final List<Side> SIDES = List.of(Side.values());

  private static final Map<Side, String> NAMES =
      Map.of(
          Side.PLAIN, "plain pgjdbc",
          Side.DBLINK, "dblink",
          Side.EXTENSION, "extension",
          Side.OURS, "this driver");

  private static final int TITLES = 290;
  private static final int SCALE = 250;
  private static final int COLUMN = 72;
  private static final int TOP = 44;
  private static final int LINE = 28;
  private static final int WIDTH = TITLES + SCALE + 24 + COLUMN * SIDES.size();

  /** Powers of ten of a millisecond. */
  private static final int LEAST = -2;

  private static final int GREATEST = 4;

  /** Those of its workloads that were measured. */
  static Plot of(Table table) {
    Map<Workload, Map<Side, Double>> millis = new EnumMap<>(Workload.class);
    table
        .samples()
        .forEach(
            (workload, samples) -> {
              if (LINES.contains(workload)) {
                millis.put(workload, row(samples));
              }
            });
    return new Plot(millis);
  }

  private static Map<Side, Double> row(List<Table.Sample> samples) {
    Map<Side, Double> row = new EnumMap<>(Side.class);
    for (Side side : SIDES) {
      double nanos = Table.quiet(samples, side);
      if (!Double.isNaN(nanos)) {
        row.put(side, nanos / 1e6);
      }
    }
    return row;
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
    for (Side side : SIDES) {
      parts.add(text("n " + style(side), right(side), TOP - 24, NAMES.getOrDefault(side, "")));
    }
    int y = TOP;
    for (Map.Entry<Workload, Map<Side, Double>> row : millis.entrySet()) {
      y += LINE;
      parts.add(row(y - LINE / 2.0, row.getKey().title(), row.getValue()));
    }
    parts.add("</svg>\n");
    return String.join("", parts);
  }

  private static String row(double y, String title, Map<Side, Double> millis) {
    StringBuilder row = new StringBuilder(text("", 4, y + 4, title));
    for (Side side : SIDES) {
      Double value = millis.get(side);
      if (value != null) {
        row.append(
            String.format(
                Locale.ROOT,
                "<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"5\"/>%n",
                style(side),
                x(value),
                y));
      }
      row.append(text("n", right(side), y + 4, value == null ? "-" : number(value)));
    }
    return row.toString();
  }

  private static String style(Side side) {
    return "c" + SIDES.indexOf(side);
  }

  private static double x(double millis) {
    return TITLES + SCALE * (Math.log10(millis) - LEAST) / (GREATEST - LEAST);
  }

  private static double right(Side side) {
    return TITLES + SCALE + 20 + COLUMN * (SIDES.indexOf(side) + 1.0);
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
