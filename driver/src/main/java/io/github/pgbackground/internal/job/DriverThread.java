package io.github.pgbackground.internal.job;

/**
 * Threads that see the driver's classes and nothing of the application in whose call they start:
 * not its class loader, not its inheritable thread-locals.
 */
public final class DriverThread {
  private DriverThread() {}

  /** A daemon that has not started yet. */
  public static Thread of(String name, Runnable task) {
    Thread thread = new Thread(null, task, name, 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(DriverThread.class.getClassLoader());
    return thread;
  }
}
