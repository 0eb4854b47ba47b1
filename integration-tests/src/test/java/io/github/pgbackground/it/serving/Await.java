package io.github.pgbackground.it.serving;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** The one place that waits for what only looking again can show. */
public final class Await {
  /** Far longer than anything awaited takes, far shorter than for ever. */
  public static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Duration PAUSE = Duration.ofMillis(2);

  private Await() {}

  /** Looks again and again until the condition holds; fails if it never does. */
  public static void until(String event, Callable<Boolean> condition) throws Exception {
    until(event, PATIENCE, condition);
  }

  /** The same for what takes longer than most. */
  public static void until(String event, Duration patience, Callable<Boolean> condition)
      throws Exception {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!condition.call()) {
      assertTrue(System.nanoTime() < deadline, () -> "waited in vain until " + event);
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }
}
