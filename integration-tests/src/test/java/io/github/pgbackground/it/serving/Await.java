package io.github.pgbackground.it.serving;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** The one place that waits for what only looking again can show. */
public final class Await {
  /** Far longer than anything awaited takes, far shorter than for ever. */
  public static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final Duration PAUSE = Duration.ofMillis(2);

  private Await() {}

  /** Looks again and again until the condition holds; fails if it never does. */
  public static void until(String event, Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.call()) {
      assertTrue(System.nanoTime() < deadline, () -> "waited in vain until " + event);
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }
}
