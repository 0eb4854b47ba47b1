package io.github.pgbackground.internal.session.handle;

/**
 * What a session's jobs add up to, counted as the extension counts: each when it is launched, and
 * when the session forgets it. Immutable.
 *
 * @param launched how many jobs were launched
 * @param micros the times from launch to being forgotten, of all that are forgotten
 */
public record Statistics(long launched, long completed, long failed, long canceled, long micros) {
  static final Statistics NONE = new Statistics(0, 0, 0, 0, 0);

  /** How a job counts. */
  enum End {
    COMPLETED,
    FAILED,
    CANCELED
  }

  Statistics withLaunch() {
    return new Statistics(launched + 1, completed, failed, canceled, micros);
  }

  Statistics withEnd(End end, long itsMicros) {
    return new Statistics(
        launched,
        completed + (end == End.COMPLETED ? 1 : 0),
        failed + (end == End.FAILED ? 1 : 0),
        canceled + (end == End.CANCELED ? 1 : 0),
        micros + itsMicros);
  }

  /** The average of the times. */
  public double averageMillis() {
    long ended = completed + failed + canceled;
    return ended == 0 ? 0 : (double) micros / ended / 1_000;
  }
}
