package io.github.pgbackground.internal.session.setting;

import io.github.pgbackground.internal.rows.ServerError;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The settings of pg_background 1.8. A server without the extension knows them as placeholders that
 * take any text, so their values are checked, and written as the server would show them, here.
 */
public enum BackgroundSetting {
  MAX_WORKERS(16, 1, 1_000, Unit.NONE),
  DEFAULT_QUEUE_SIZE(65_536, QueueSize.MINIMUM, QueueSize.MAXIMUM, Unit.BYTES),
  WORKER_TIMEOUT(0, 0, Integer.MAX_VALUE, Unit.MILLISECONDS);

  private static final String PREFIX = "pg_background";

  /** The names of all of them, with their prefix. */
  public static final List<String> FULL_NAMES =
      Arrays.stream(values()).map(BackgroundSetting::fullName).toList();

  private final int defaultValue;
  private final int minimum;
  private final int maximum;
  private final Unit unit;

  BackgroundSetting(int defaultValue, int minimum, int maximum, Unit unit) {
    this.defaultValue = defaultValue;
    this.minimum = minimum;
    this.maximum = maximum;
    this.unit = unit;
  }

  /** The setting with this name behind the prefix, 42602 if there is none: no other can be made. */
  public static BackgroundSetting of(String name) throws SQLException {
    for (BackgroundSetting setting : values()) {
      if (setting.name().equalsIgnoreCase(name)) {
        return setting;
      }
    }
    throw ServerError.of(
            "42602",
            String.format(
                Locale.ROOT, "invalid configuration parameter name \"%s.%s\"", PREFIX, name))
        .withDetail(String.format(Locale.ROOT, "\"%s\" is a reserved prefix.", PREFIX))
        .toException();
  }

  /** The name with its prefix. */
  public String fullName() {
    return PREFIX + "." + name().toLowerCase(Locale.ROOT);
  }

  /** The value of one that nobody has set, as the server would show it. */
  public String defaultText() {
    return unit.show(defaultValue);
  }

  /** A value as the server would show it; 22023 where the server would refuse it. */
  public String normalised(String value) throws SQLException {
    return unit.show(parse(value));
  }

  /**
   * The value of the setting in its base unit.
   *
   * @param value as it is set, null or empty if it is not
   * @throws SQLException 22023 where the server would refuse it
   */
  public int value(@Nullable String value) throws SQLException {
    return value == null || value.isEmpty() ? defaultValue : parse(value);
  }

  private int parse(String value) throws SQLException {
    double number = unit.parse(this, value);
    if (number < minimum || number > maximum) {
      throw ServerError.of(
              "22023",
              String.format(
                  Locale.ROOT,
                  "%d%s is outside the valid range for parameter \"%s\" (%d .. %d)",
                  (long) number,
                  unit.suffix(),
                  fullName(),
                  minimum,
                  maximum))
          .toException();
    }
    return (int) number;
  }
}
