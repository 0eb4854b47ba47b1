package io.github.pgbackground.internal.watch;

import java.util.concurrent.atomic.LongAdder;

/** What has been counted of one pool since it was opened; adders, which any thread changes. */
public final class Tally {
  private final LongAdder launched = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder completed = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder cancelled = new LongAdder();
  private final LongAdder spilledBytes = new LongAdder();

  void launch() {
    launched.increment();
  }

  void refuse() {
    refused.increment();
  }

  void end(End how) {
    switch (how) {
      case COMPLETED -> completed.increment();
      case FAILED -> failed.increment();
      case CANCELLED -> cancelled.increment();
    }
  }

  void spill(long bytes) {
    spilledBytes.add(bytes);
  }

  long launched() {
    return launched.sum();
  }

  long refused() {
    return refused.sum();
  }

  long completed() {
    return completed.sum();
  }

  long failed() {
    return failed.sum();
  }

  long cancelled() {
    return cancelled.sum();
  }

  long spilledBytes() {
    return spilledBytes.sum();
  }
}
