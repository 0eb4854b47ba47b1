package io.github.pgbackground.internal.login;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is kept with a worker connection by those who serve the calls of its jobs. The connection's
 * jobs ask for it, one at a time; the end comes from any thread: one atomic reference.
 */
public final class Companions {
  private static final Companion CLOSED = () -> {};

  private final AtomicReference<@Nullable Companion> kept = new AtomicReference<>();

  /** Something that ends with a connection. */
  @FunctionalInterface
  public interface Companion {
    /** The connection has ended; must not wait for long. */
    void close();
  }

  /**
   * The one that was kept, or else a new one; null when the connection has ended.
   *
   * @param maker makes one
   */
  public <T extends Companion> @Nullable T get(Class<T> type, Supplier<T> maker) {
    Companion known = kept.get();
    if (known == null) {
      T made = maker.get();
      if (kept.compareAndSet(null, made)) {
        return made;
      }
      made.close();
      known = kept.get();
    }
    return type.isInstance(known) ? type.cast(known) : null;
  }

  void close() {
    Companion known = kept.getAndSet(CLOSED);
    if (known != null) {
      known.close();
    }
  }
}
