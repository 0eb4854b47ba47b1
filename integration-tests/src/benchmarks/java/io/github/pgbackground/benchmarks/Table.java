package io.github.pgbackground.benchmarks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;

/**
 * What came out, in words for people and in numbers for plots. A ratio is the median of the ratios
 * of single iterations, in each of which the sides took turns.
 */
record Table(Map<Workload, List<Sample>> samples) {
  private static final String LAYOUT = "%-44s %11s %11s %11s %11s  %-26s %7s %9s  %-7s %-6s %10s %10s%n";

  /** One iteration. */
  record Sample(
      int fork,
      int iteration,
      Map<Side, Double> nanos,
      Map<Side, Double> quiet,
      Map<Side, Double> bytes) {

    private static Sample of(int fork, int number, IterationResult iteration) {
      Map<Side, Double> nanos = new EnumMap<>(Side.class);
      Map<Side, Double> quiet = new EnumMap<>(Side.class);
      Map<Side, Double> bytes = new EnumMap<>(Side.class);
      for (Side side : Side.values()) {
        String prefix = side.name().toLowerCase(Locale.ROOT);
        nanos.put(side, score(iteration, prefix + "Nanos"));
        quiet.put(side, score(iteration, prefix + "Quiet"));
        bytes.put(side, score(iteration, prefix + "Bytes"));
      }
      return new Sample(fork, number, nanos, quiet, bytes);
    }

    private static double score(IterationResult iteration, String counter) {
      return iteration.getSecondaryResults().get(counter).getScore();
    }

    double ratio(Side of, Side to) {
      return nanos.get(of) / nanos.get(to);
    }
  }

  static Table of(Collection<RunResult> results) {
    Map<Workload, List<Sample>> samples = new EnumMap<>(Workload.class);
    for (RunResult result : results) {
      List<Sample> ofWorkload = new ArrayList<>();
      int fork = 0;
      for (BenchmarkResult ofFork : result.getBenchmarkResults()) {
        fork++;
        int iteration = 0;
        for (IterationResult one : ofFork.getIterationResults()) {
          ofWorkload.add(Sample.of(fork, ++iteration, one));
        }
      }
      samples.put(Workload.valueOf(result.getParams().getParam("workload")), ofWorkload);
    }
    return new Table(samples);
  }

  /**
   * Medians, with the least and the greatest ratio that an iteration gave, and the ratio of the
   * times seen while the machine was quiet.
   */
  String text() {
    StringBuilder text =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                LAYOUT,
                "work",
                "plain",
                "dblink",
                "extension",
                "ours",
                "ours/plain (min..max)",
                "quiet",
                "/dblink",
                "target",
                "",
                "plain B",
                "ours B"));
    samples.forEach((workload, list) -> text.append(line(workload, list)));
    return text.toString();
  }

  private static String line(Workload workload, List<Sample> samples) {
    List<Double> ratios = samples.stream().map(s -> s.ratio(Side.OURS, Side.PLAIN)).toList();
    double ratio = Quantile.median(ratios);
    double toDblink =
        Quantile.median(samples.stream().map(s -> s.ratio(Side.OURS, Side.DBLINK)).toList());
    return String.format(
        Locale.ROOT,
        LAYOUT,
        workload.title(),
        time(nanos(samples, Side.PLAIN)),
        time(nanos(samples, Side.DBLINK)),
        time(nanos(samples, Side.EXTENSION)),
        time(nanos(samples, Side.OURS)),
        String.format(
            Locale.ROOT,
            "%.3f (%.3f..%.3f)",
            ratio,
            Collections.min(ratios),
            Collections.max(ratios)),
        String.format(Locale.ROOT, "%.3f", quiet(samples, Side.OURS) / quiet(samples, Side.PLAIN)),
        Double.isNaN(toDblink) ? "-" : String.format(Locale.ROOT, "%.2f", toDblink),
        workload.target(),
        workload.target().isMet(ratio, nanos(samples, Side.OURS)) ? "met" : "MISSED",
        String.format(Locale.ROOT, "%.0f", bytes(samples, Side.PLAIN)),
        String.format(Locale.ROOT, "%.0f", bytes(samples, Side.OURS)));
  }

  private static double nanos(List<Sample> samples, Side side) {
    return Quantile.median(samples.stream().map(sample -> sample.nanos().get(side)).toList());
  }

  /** The time in quiet moments, NaN for a side that has no part in it. */
  static double quiet(List<Sample> samples, Side side) {
    return Quantile.quiet(samples.stream().map(sample -> sample.quiet().get(side)).toList());
  }

  private static double bytes(List<Sample> samples, Side side) {
    return Quantile.median(samples.stream().map(sample -> sample.bytes().get(side)).toList());
  }

  private static String time(double nanos) {
    if (Double.isNaN(nanos)) {
      return "-";
    }
    return nanos < 1e6
        ? String.format(Locale.ROOT, "%.1f µs", nanos / 1e3)
        : String.format(Locale.ROOT, "%.1f ms", nanos / 1e6);
  }

  /** Every iteration of every side. */
  String csv() {
    StringBuilder csv = new StringBuilder("workload,fork,iteration,side,nanos,quiet,bytes\n");
    samples.forEach(
        (workload, list) -> {
          for (Sample sample : list) {
            sample
                .nanos()
                .forEach(
                    (side, nanos) -> {
                      if (!nanos.isNaN()) {
                        csv.append(
                            String.format(
                                Locale.ROOT,
                                "%s,%d,%d,%s,%.1f,%.1f,%.1f%n",
                                workload,
                                sample.fork(),
                                sample.iteration(),
                                side,
                                nanos,
                                sample.quiet().get(side),
                                sample.bytes().get(side)));
                      }
                    });
          }
        });
    return csv.toString();
  }
}
