package io.github.pgbackground.benchmarks;

import java.util.List;

/** The middle of some samples. */
final class Median {
  private Median() {}

  /** NaN without samples. */
  static double of(List<Double> samples) {
    List<Double> sorted = samples.stream().sorted().toList();
    int half = sorted.size() / 2;
    if (sorted.isEmpty()) {
      return Double.NaN;
    }
    return sorted.size() % 2 == 1
        ? sorted.get(half)
        : (sorted.get(half - 1) + sorted.get(half)) / 2;
  }
}
