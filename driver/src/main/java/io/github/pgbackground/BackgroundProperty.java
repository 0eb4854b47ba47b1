package io.github.pgbackground;

import java.util.List;

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
      "After how long without a job a worker's connection is closed, in milliseconds."),

  /** How much of a job's unread rows may wait in a temporary file, in megabytes. */
  MAX_SPILL(
      "pgbackground.maxSpill",
      1_024,
      0,
      1_048_576,
      "How much of a job's unread rows may wait in a temporary file, in megabytes."),

  /** How long the end of the JVM waits for running jobs, in milliseconds. */
  SHUTDOWN_TIMEOUT(
      "pgbackground.shutdownTimeout",
      30_000,
      0,
      3_600_000,
      "How long the end of the JVM waits for running jobs, in milliseconds."),

  /** What a launch does that finds all workers busy. */
  OVERFLOW(
      "pgbackground.overflow",
      List.of("error", "queue"),
      "Whether a launch that finds all workers busy waits for one and then fails, or puts its job"
          + " in line and returns."),

  /** Who serves the calls. */
  BACKEND(
      "pgbackground.backend",
      List.of("auto", "client", "server"),
      "Who serves the calls: the extension where the database has it and else this driver, this"
          + " driver wherever it sees them, or always the server."),

  /** Which sessions can name a job. */
  HANDLE_SCOPE(
      "pgbackground.handleScope",
      List.of("session", "pool"),
      "Who can use a handle: the connection that launched the job, or every connection of this JVM"
          + " to the same server, database and user that says pool too."),

  /** Whether operators see the pool by JMX. */
  REGISTER_MBEANS(
      "pgbackground.registerMbeans",
      List.of("false", "true"),
      "Whether a pool of workers has a JMX bean.");

  private final String key;
  private final String defaultValue;
  private final int minimum;
  private final int maximum;

  /** As {@link List#of} made it. */
  @SuppressWarnings("ImmutableEnumChecker")
  private final List<String> choices;

  private final String description;

  BackgroundProperty(String key, int defaultValue, int minimum, int maximum, String description) {
    this.key = key;
    this.defaultValue = Integer.toString(defaultValue);
    this.minimum = minimum;
    this.maximum = maximum;
    this.choices = List.of();
    this.description = description;
  }

  /** One of several words, the first by default. */
  BackgroundProperty(String key, List<String> choices, String description) {
    this.key = key;
    this.defaultValue = choices.get(0);
    this.minimum = 0;
    this.maximum = 0;
    this.choices = choices;
    this.description = description;
  }

  /** {@return the name in URLs and properties, {@code pgbackground.} included} */
  public String key() {
    return key;
  }

  /** {@return what holds when the property is not given} */
  public String defaultValue() {
    return defaultValue;
  }

  /** {@return the words it may be; none if it is a number} */
  public List<String> choices() {
    return choices;
  }

  /** {@return the smallest value taken, if it is a number} */
  public int minimum() {
    return minimum;
  }

  /** {@return the largest value taken, if it is a number} */
  public int maximum() {
    return maximum;
  }

  /** {@return one sentence for people, with the unit} */
  public String description() {
    return description;
  }
}
