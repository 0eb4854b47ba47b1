package io.github.pgbackground.benchmarks;

import java.util.Locale;

/**
 * What this driver has to reach in one workload.
 *
 * @param atMost times plain pgjdbc's time, or milliseconds
 */
record Target(double atMost, Unit unit) {
  enum Unit {
    TIMES_PLAIN,
    MILLIS
  }

  static Target timesPlain(double times) {
    return new Target(times, Unit.TIMES_PLAIN);
  }

  static Target millis(double millis) {
    return new Target(millis, Unit.MILLIS);
  }

  boolean isMet(double timesPlain, double nanos) {
    return switch (unit) {
      case TIMES_PLAIN -> timesPlain <= atMost;
      case MILLIS -> nanos / 1e6 <= atMost;
    };
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, unit == Unit.MILLIS ? "%.2f ms" : "%.2f x", atMost);
  }
}
