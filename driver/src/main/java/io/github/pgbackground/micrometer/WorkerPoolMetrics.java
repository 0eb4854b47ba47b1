package io.github.pgbackground.micrometer;

import io.github.pgbackground.internal.watch.Watch;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Has a Micrometer registry show the workers and jobs of this JVM, named as HikariCP names what it
 * shows of connections:
 *
 * <ul>
 *   <li>gauges {@code pgbackground.workers} (connected), {@code pgbackground.workers.idle}, {@code
 *       pgbackground.workers.max}, {@code pgbackground.jobs.active} (workers that run one), {@code
 *       pgbackground.jobs.pending} (launches and launched jobs that wait for a worker)
 *   <li>counters {@code pgbackground.jobs.launched}, {@code .refused}, {@code .completed}, {@code
 *       .failed}, {@code .cancelled}, and {@code .spilled} in bytes
 *   <li>timers {@code pgbackground.jobs.acquire}, which is how long launches take, and {@code
 *       pgbackground.jobs.usage}, which is how long jobs run
 * </ul>
 *
 * <p>Each has the tag {@code pool}: host, port, database and user. Pools that are opened later are
 * shown too; one that is closed leaves its counts, and a later one with the same tag adds to them.
 */
public final class WorkerPoolMetrics implements MeterBinder, AutoCloseable {
  private final List<PoolMeters> bound = new CopyOnWriteArrayList<>();

  /** Shows nothing yet: {@link #bindTo} does. */
  public WorkerPoolMetrics() {}

  /** Shows the pools there are, and those to come, in this registry too. */
  @Override
  public void bindTo(MeterRegistry registry) {
    PoolMeters meters = new PoolMeters(registry);
    bound.add(meters);
    Watch.listen(meters);
  }

  /** Takes the meters out of the registries. */
  @Override
  public void close() {
    List<PoolMeters> unbound = List.copyOf(bound);
    bound.removeAll(unbound);
    for (PoolMeters meters : unbound) {
      Watch.stopListening(meters);
      meters.remove();
    }
  }
}
