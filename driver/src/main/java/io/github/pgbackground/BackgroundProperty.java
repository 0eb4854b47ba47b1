package io.github.pgbackground;

/**
 * The driver's own connection properties, given in the URL or in the {@code Properties} beside it;
 * all others are pgjdbc's.
 */
public enum BackgroundProperty {
  /** How many connections one pool of workers opens at most. */
  MAX_WORKERS(
      "pgbackground.maxWorkers",
      16,
      1,
      10_000,
      "How many connections one pool of workers opens at most."),

  /** How long a launch waits for a free worker, in milliseconds. */
  LAUNCH_TIMEOUT(
      "pgbackground.launchTimeout",
      5_000,
      250,
      3_600_000,
      "How long a launch waits for a free worker, in milliseconds."),

  /** After how long without a job a worker's connection is closed, in milliseconds. */
  IDLE_TIMEOUT(
      "pgbackground.idleTimeout",
      60_000,
      10_000,
      3_600_000,
      "After how long without a job a worker's connection is closed, in milliseconds.");

  private final String key;
  private final int defaultValue;
  private final int minimum;
  private final int maximum;
  private final String description;

  BackgroundProperty(String key, int defaultValue, int minimum, int maximum, String description) {
    this.key = key;
    this.defaultValue = defaultValue;
    this.minimum = minimum;
    this.maximum = maximum;
    this.description = description;
  }

  /** The name in URLs and properties, {@code pgbackground.} included. */
  public String key() {
    return key;
  }

  /** What holds when the property is not given. */
  public int defaultValue() {
    return defaultValue;
  }

  /** The smallest value taken. */
  public int minimum() {
    return minimum;
  }

  /** The largest value taken. */
  public int maximum() {
    return maximum;
  }

  /** One sentence for people, with the unit. */
  public String description() {
    return description;
  }
}
