package io.github.pgbackground.benchmarks;

import java.util.List;

/** What stands at a certain place of samples in their order. */
final class Quantile {
  private Quantile() {}

  /** NaN without samples. */
  static double median(List<Double> samples) {
    return of(samples, 0.5);
  }

  /**
   * The lower tenth: what a busy machine adds to a time it adds to other samples. NaN without
   * samples.
   */
  static double quiet(List<Double> samples) {
    return of(samples, 0.1);
  }

  private static double of(List<Double> samples, double place) {
    List<Double> sorted = samples.stream().sorted().toList();
    return sorted.isEmpty() ? Double.NaN : sorted.get((int) (place * sorted.size()));
  }
}
