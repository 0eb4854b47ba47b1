package io.github.pgbackground.benchmarks;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What one iteration has seen of each side; JMH takes the public numbers along with its own score.
 *
 * <p>They are medians over the iteration's batches, so that a batch during which the machine was
 * busy with something else does not count, and the times of quiet batches, for a machine that is
 * busy most of the time.
 */
@AuxCounters(AuxCounters.Type.EVENTS)
@State(Scope.Thread)
public class Timings {
  private final Map<Side, List<Double>> nanos = new EnumMap<>(Side.class);
  private final Map<Side, List<Double>> bytes = new EnumMap<>(Side.class);

  @Setup(Level.Iteration)
  public void forget() {
    nanos.clear();
    bytes.clear();
  }

  void add(Side side, double nanosPerRun, double bytesPerRun) {
    nanos.computeIfAbsent(side, s -> new ArrayList<>()).add(nanosPerRun);
    bytes.computeIfAbsent(side, s -> new ArrayList<>()).add(bytesPerRun);
  }

  private static double median(Map<Side, List<Double>> samples, Side side) {
    return Quantile.median(samples.getOrDefault(side, List.of()));
  }

  private double quiet(Side side) {
    return Quantile.quiet(nanos.getOrDefault(side, List.of()));
  }

  public double plainNanos() {
    return median(nanos, Side.PLAIN);
  }

  public double dblinkNanos() {
    return median(nanos, Side.DBLINK);
  }

  public double extensionNanos() {
    return median(nanos, Side.EXTENSION);
  }

  public double oursNanos() {
    return median(nanos, Side.OURS);
  }

  public double plainQuiet() {
    return quiet(Side.PLAIN);
  }

  public double dblinkQuiet() {
    return quiet(Side.DBLINK);
  }

  public double extensionQuiet() {
    return quiet(Side.EXTENSION);
  }

  public double oursQuiet() {
    return quiet(Side.OURS);
  }

  public double plainBytes() {
    return median(bytes, Side.PLAIN);
  }

  public double dblinkBytes() {
    return median(bytes, Side.DBLINK);
  }

  public double extensionBytes() {
    return median(bytes, Side.EXTENSION);
  }

  public double oursBytes() {
    return median(bytes, Side.OURS);
  }
}
