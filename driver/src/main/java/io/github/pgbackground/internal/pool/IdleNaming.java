package io.github.pgbackground.internal.pool;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Sees to it that workers that have had no job for a second are called what they are: whoever looks
 * at the server finds them, and a launch that soon follows another one does not pay for it. One
 * atomic flag says whether somebody will look.
 */
final class IdleNaming {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final Roster roster;
  private final ScheduledExecutorService housekeeping;
  private final Consumer<Step> threads;
  private final AtomicBoolean planned = new AtomicBoolean();

  /**
   * @param housekeeping must not wait for a server
   * @param threads does a step on a thread that may
   */
  IdleNaming(Roster roster, ScheduledExecutorService housekeeping, Consumer<Step> threads) {
    this.roster = roster;
    this.housekeeping = housekeeping;
    this.threads = threads;
  }

  /** A worker has no job any more. */
  @SuppressWarnings("FutureReturnValueIgnored")
  void plan() {
    if (!planned.get() && planned.compareAndSet(false, true)) {
      housekeeping.schedule(this::look, SECOND, TimeUnit.NANOSECONDS);
    }
  }

  private void look() {
    planned.set(false);
    roster.takeUnnamed(SECOND).forEach(threads);
    if (roster.hasUnnamed()) {
      plan();
    }
  }
}
