package io.github.pgbackground.internal.job;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The threads that wait for something of one job, in a concurrent map: whoever is woken looks again
 * for what it waits for.
 */
final class Readers {
  private final Map<Thread, Job.Awaited> waiting = new ConcurrentHashMap<>(1);

  void add(Thread reader, Job.Awaited awaited) {
    waiting.put(reader, awaited);
  }

  /** What it has waited for, null if it has not. */
  Job.@Nullable Awaited remove(Thread reader) {
    return waiting.remove(reader);
  }

  boolean areNone() {
    return waiting.isEmpty();
  }

  void wake() {
    waiting.keySet().forEach(LockSupport::unpark);
  }

  /** Wakes those that go on when there are rows. */
  void wakeForRows() {
    waiting.forEach(
        (reader, awaited) -> {
          if (awaited == Job.Awaited.NEXT_ROWS) {
            LockSupport.unpark(reader);
          }
        });
  }
}
