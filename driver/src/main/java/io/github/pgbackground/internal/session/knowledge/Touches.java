package io.github.pgbackground.internal.session.knowledge;

/**
 * What the application may have changed on a session's backend, as a count of what the backend has
 * run of it. Used by one thread at a time, as the session is.
 */
public final class Touches {
  private long count;
  private boolean exposed;

  /** The backend is about to run something. */
  public void add() {
    count++;
  }

  /** As long as this number stays the same, the backend has run nothing of the application's. */
  public long count() {
    return count;
  }

  /** Says that the application now holds an object of pgjdbc and can run what it likes unseen. */
  public void expose() {
    exposed = true;
  }

  /** Whether the backend may run something that {@link #count} does not count. */
  public boolean isExposed() {
    return exposed;
  }

  /** Whether the backend has run nothing of the application's since the count was {@code then}. */
  public boolean noneSince(long then) {
    return count == then && !exposed;
  }
}
