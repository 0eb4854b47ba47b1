package io.github.pgbackground.micrometer;

import io.github.pgbackground.internal.watch.End;
import io.github.pgbackground.internal.watch.JobListener;
import io.github.pgbackground.internal.watch.Pool;
import io.github.pgbackground.internal.watch.Watch;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** The meters of all pools in one registry, by target: a concurrent map. */
final class PoolMeters implements JobListener {
  private static final String TAG = "pool";

  private final MeterRegistry registry;
  private final Map<String, OfTarget> targets = new ConcurrentHashMap<>();

  PoolMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  /** The meters of one target. */
  private record OfTarget(
      List<Gauge> gauges,
      Counter launched,
      Counter refused,
      Counter completed,
      Counter failed,
      Counter cancelled,
      Counter spilled,
      Timer acquire,
      Timer usage) {

    List<Meter> counters() {
      return List.of(launched, refused, completed, failed, cancelled, spilled, acquire, usage);
    }
  }

  private OfTarget of(Pool pool) {
    return targets.computeIfAbsent(pool.target(), this::register);
  }

  private OfTarget register(String target) {
    return new OfTarget(
        List.of(
            gauge(target, "workers", "Connected workers", pool -> pool.running() + pool.idle()),
            gauge(target, "workers.idle", "Connected workers without a job", Pool::idle),
            gauge(target, "workers.max", "Workers at most", Pool::maxWorkers),
            gauge(target, "jobs.active", "Workers that run a job", Pool::running),
            gauge(target, "jobs.pending", "Launches and jobs without a worker", Pool::queued)),
        counter(target, "launched", "Launched jobs", null),
        counter(target, "refused", "Failed launches", null),
        counter(target, "completed", "Jobs that have ended without an error", null),
        counter(target, "failed", "Jobs that have ended with an error", null),
        counter(target, "cancelled", "Jobs that have been stopped", null),
        counter(target, "spilled", "Output that went to temporary files", "bytes"),
        timer(target, "acquire", "Time of a launch"),
        timer(target, "usage", "Time in which a job runs"));
  }

  /** Two pools of a target, with other properties, are shown as one. */
  private Gauge gauge(String target, String name, String description, ToIntFunction<Pool> value) {
    return Gauge.builder(
            "pgbackground." + name,
            () -> Watch.pools().filter(pool -> pool.target().equals(target)).mapToInt(value).sum())
        .description(description)
        .tag(TAG, target)
        .register(registry);
  }

  private Counter counter(String target, String name, String description, @Nullable String unit) {
    return Counter.builder("pgbackground.jobs." + name)
        .description(description)
        .baseUnit(unit)
        .tag(TAG, target)
        .register(registry);
  }

  private Timer timer(String target, String name, String description) {
    return Timer.builder("pgbackground.jobs." + name)
        .description(description)
        .tag(TAG, target)
        .register(registry);
  }

  void remove() {
    for (OfTarget meters : targets.values()) {
      meters.gauges().forEach(registry::remove);
      meters.counters().forEach(registry::remove);
    }
  }

  @Override
  public void opened(Pool pool) {
    of(pool);
  }

  @Override
  public void launched(Pool pool, int pid, long waited, String sql) {
    of(pool).launched().increment();
    of(pool).acquire().record(waited, TimeUnit.NANOSECONDS);
  }

  @Override
  public void refused(Pool pool, long waited, SQLException error) {
    of(pool).refused().increment();
    of(pool).acquire().record(waited, TimeUnit.NANOSECONDS);
  }

  @Override
  public void ended(Pool pool, int pid, End how, long ran, @Nullable String sqlState) {
    OfTarget meters = of(pool);
    switch (how) {
      case COMPLETED -> meters.completed().increment();
      case FAILED -> meters.failed().increment();
      case CANCELLED -> meters.cancelled().increment();
    }
    if (ran > 0) {
      meters.usage().record(ran, TimeUnit.NANOSECONDS);
    }
  }

  @Override
  public void spilled(Pool pool, int pid, long bytes) {
    of(pool).spilled().increment((double) bytes);
  }
}
