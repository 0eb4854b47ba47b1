package io.github.pgbackground.internal.settings;

import io.github.pgbackground.BackgroundProperty;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

/** The driver's own properties of one connection, parsed and within their bounds. */
public record Settings(
    int maxWorkers,
    Duration launchTimeout,
    Duration idleTimeout,
    int maxSpillMegabytes,
    Duration shutdownTimeout,
    boolean queues,
    Backend backend,
    boolean sharesHandles,
    boolean registersMbeans) {

  /** Parses the values given for keys of {@link BackgroundProperty}; other keys do not matter. */
  public static Settings of(Map<String, String> values) throws PSQLException {
    return new Settings(
        number(BackgroundProperty.MAX_WORKERS, values),
        Duration.ofMillis(number(BackgroundProperty.LAUNCH_TIMEOUT, values)),
        Duration.ofMillis(number(BackgroundProperty.IDLE_TIMEOUT, values)),
        number(BackgroundProperty.MAX_SPILL, values),
        Duration.ofMillis(number(BackgroundProperty.SHUTDOWN_TIMEOUT, values)),
        choice(BackgroundProperty.OVERFLOW, values).equals("queue"),
        Backend.valueOf(choice(BackgroundProperty.BACKEND, values).toUpperCase(Locale.ROOT)),
        choice(BackgroundProperty.HANDLE_SCOPE, values).equals("pool"),
        choice(BackgroundProperty.REGISTER_MBEANS, values).equals("true"));
  }

  /** How much of a job's output may wait in a file, in bytes. */
  public long maxSpill() {
    return (long) maxSpillMegabytes << 20;
  }

  private static int number(BackgroundProperty property, Map<String, String> values)
      throws PSQLException {
    String value = values.getOrDefault(property.key(), property.defaultValue());
    try {
      int number = Integer.parseInt(value);
      if (number >= property.minimum() && number <= property.maximum()) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Not a number, or out of every bound: the same message.
    }
    throw refused(
        property, value, "a whole number from " + property.minimum() + " to " + property.maximum());
  }

  private static String choice(BackgroundProperty property, Map<String, String> values)
      throws PSQLException {
    String value = values.getOrDefault(property.key(), property.defaultValue());
    if (property.choices().contains(value)) {
      return value;
    }
    throw refused(property, value, String.join(" or ", property.choices()));
  }

  private static PSQLException refused(BackgroundProperty property, String value, String wanted) {
    return new PSQLException(
        "The property "
            + property.key()
            + " cannot be \""
            + value
            + "\": give "
            + wanted
            + ", or leave it out for "
            + property.defaultValue()
            + ".",
        PSQLState.INVALID_PARAMETER_VALUE);
  }
}
