package io.github.pgbackground.benchmarks;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * The one benchmark: the sides do the same work in turn, in one JVM, a millisecond each, so
 * that whatever disturbs the machine disturbs all of them.
 *
 * <p>JMH's own score is the time of a whole turn; what is compared is in {@link Timings}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
    value = 3,
    jvmArgsAppend = {"-Xms2g", "-Xmx2g"})
public class Alternation {
  /** The system property that names the database, as pgjdbc knows it. */
  static final String URL = "pgbackground.benchmarks.url";

  /** The same for a database in which pg_background is installed. */
  static final String INSTALLED_URL = "pgbackground.benchmarks.installedUrl";

  private static final ThreadMXBean THREADS =
      (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private record Contender(Side side, Connection connection, Task task) {}

  @Param public Workload workload;

  private final List<Contender> contenders = new ArrayList<>();

  @Setup
  public void open() throws SQLException {
    for (Side side : Side.values()) {
      Task.Maker maker = workload.of(side);
      if (maker != null && side.isAvailable(System.getProperty(URL))) {
        Connection connection = side.connect();
        contenders.add(new Contender(side, connection, maker.on(side, connection)));
      }
    }
    checkThatAllDoTheSame();
  }

  private void checkThatAllDoTheSame() throws SQLException {
    long expected = contenders.get(0).task().run();
    for (Contender contender : contenders) {
      long got = contender.task().run();
      if (got != expected) {
        throw new IllegalStateException(
            contender.side() + " read " + got + " where plain pgjdbc read " + expected);
      }
    }
  }

  @TearDown
  public void close() throws SQLException {
    for (Contender contender : contenders) {
      contender.connection().close();
    }
  }

  @Benchmark
  public void turn(Timings timings, Blackhole blackhole) throws SQLException {
    for (Contender contender : contenders) {
      long bytes = allocated();
      long start = System.nanoTime();
      for (int i = 0; i < workload.batch(); i++) {
        blackhole.consume(contender.task().run());
      }
      double nanos = System.nanoTime() - start;
      timings.add(
          contender.side(),
          nanos / workload.batch(),
          (double) (allocated() - bytes) / workload.batch());
    }
    // Nobody always comes after the same one.
    Collections.reverse(contenders);
  }

  /** Bytes allocated so far by all threads, workers' threads included. */
  private static long allocated() {
    return LongStream.of(THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds()))
        .filter(bytes -> bytes > 0)
        .sum();
  }
}
