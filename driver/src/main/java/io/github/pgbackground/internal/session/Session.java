package io.github.pgbackground.internal.session;

/**
 * One physical connection of the application, and what may have changed on its backend.
 *
 * <p>Like the connection itself it is used by one thread at a time. Its marks are plain fields, for
 * they are set at every execution; a mark that two threads set at once is still set.
 */
public final class Session {
  private final Settings settings;
  private long touches;
  private boolean exposed;

  public Session(Settings settings) {
    this.settings = settings;
  }

  public Settings settings() {
    return settings;
  }

  /** Says, before it happens, that the backend is about to run something of the application's. */
  public void touched() {
    touches++;
  }

  /** As long as this number stays the same, the backend has run nothing of the application's. */
  public long touches() {
    return touches;
  }

  /** Says that the application now holds an object of pgjdbc and can run what it likes unseen. */
  public void exposed() {
    exposed = true;
  }

  /** Whether the backend may run something that {@link #touches} does not count. */
  public boolean isExposed() {
    return exposed;
  }
}
