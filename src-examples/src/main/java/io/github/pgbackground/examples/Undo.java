package io.github.pgbackground.examples;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Undoes something once: on close, or when the JVM ends before (Ctrl-C). Thread-safe.
 *
 * @param <E> what may be thrown when it is undone
 */
final class Undo<E extends Exception> implements AutoCloseable {

  /** How it is undone. */
  @FunctionalInterface
  interface Action<E extends Exception> {
    void run() throws E;
  }

  private final Action<E> action;
  private final AtomicBoolean done = new AtomicBoolean();

  Undo(Action<E> action) {
    this.action = action;
    Runtime.getRuntime().addShutdownHook(new Thread(this::atTheEnd, "tour clean-up"));
  }

  @Override
  public void close() throws E {
    if (done.compareAndSet(false, true)) {
      action.run();
    }
  }

  private void atTheEnd() {
    try {
      close();
    } catch (Exception e) {
      System.err.println("The tour could not clean up: " + e.getMessage());
    }
  }
}
