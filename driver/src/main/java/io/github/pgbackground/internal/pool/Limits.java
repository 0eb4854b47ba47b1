package io.github.pgbackground.internal.pool;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What bounds a pool of workers.
 *
 * @param maxWorkers connections at most, busy and idle
 * @param launchTimeout how long a launch waits for a worker
 * @param idleTimeout how long a worker stays connected without a job
 * @param shutdownTimeout how long the end of the JVM waits for a running job
 * @param queues whether a job for which there is no worker waits in line while its launch returns
 * @param registersMbeans whether the pool has a JMX bean
 */
public record Limits(
    int maxWorkers,
    Duration launchTimeout,
    Duration idleTimeout,
    Duration shutdownTimeout,
    boolean queues,
    boolean registersMbeans) {

  // Java's own for a record keep its type, and so our class loader, in a cache.

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Limits limits
        && maxWorkers == limits.maxWorkers
        && launchTimeout.equals(limits.launchTimeout)
        && idleTimeout.equals(limits.idleTimeout)
        && shutdownTimeout.equals(limits.shutdownTimeout)
        && queues == limits.queues
        && registersMbeans == limits.registersMbeans;
  }

  @Override
  public int hashCode() {
    return maxWorkers;
  }
}
