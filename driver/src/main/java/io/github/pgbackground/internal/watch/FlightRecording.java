package io.github.pgbackground.internal.watch;

import java.sql.SQLException;
import jdk.jfr.FlightRecorder;
import org.jspecify.annotations.Nullable;

/**
 * Passes on to {@link FlightEvents} as soon as there has been a flight recording in this JVM, and
 * not before: to load the first class of an event takes tenths of a second.
 */
final class FlightRecording implements JobListener {
  private static final JobListener NOBODY = new JobListener() {};

  /** Loaded when it is used. */
  private static final class Events {
    static final JobListener ALL = new FlightEvents();
  }

  /** Null where this JVM has no flight recorder, or hides it from this class loader. */
  static @Nullable JobListener ifPossible() {
    try {
      Class.forName("jdk.jfr.FlightRecorder", false, FlightRecording.class.getClassLoader());
      return new FlightRecording();
    } catch (ClassNotFoundException e) {
      return null;
    }
  }

  private static JobListener events() {
    return FlightRecorder.isInitialized() ? Events.ALL : NOBODY;
  }

  @Override
  public void launched(Pool pool, int pid, long waited, String sql) {
    events().launched(pool, pid, waited, sql);
  }

  @Override
  public void refused(Pool pool, long waited, SQLException error) {
    events().refused(pool, waited, error);
  }

  @Override
  public void started(Pool pool, int pid, int backendPid, long waited) {
    events().started(pool, pid, backendPid, waited);
  }

  @Override
  public void ended(Pool pool, int pid, End how, long ran, @Nullable String sqlState) {
    events().ended(pool, pid, how, ran, sqlState);
  }

  @Override
  public void spilled(Pool pool, int pid, long bytes) {
    events().spilled(pool, pid, bytes);
  }

  @Override
  public void cancelled(Pool pool, int pid) {
    events().cancelled(pool, pid);
  }
}
