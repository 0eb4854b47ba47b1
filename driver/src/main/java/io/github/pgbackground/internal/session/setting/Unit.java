package io.github.pgbackground.internal.session.setting;

import io.github.pgbackground.internal.rows.ServerError;
import java.math.BigInteger;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How PostgreSQL reads and writes integer settings of a kind: numbers with or without a unit. */
enum Unit {
  NONE("", null, List.of()),
  BYTES(
      " B",
      "Valid units for this parameter are \"B\", \"kB\", \"MB\", \"GB\", and \"TB\".",
      List.of(
          new Scale("TB", 1L << 40),
          new Scale("GB", 1L << 30),
          new Scale("MB", 1L << 20),
          new Scale("kB", 1L << 10),
          new Scale("B", 1))),
  MILLISECONDS(
      " ms",
      "Valid units for this parameter are \"us\", \"ms\", \"s\", \"min\", \"h\", and \"d\".",
      List.of(
          new Scale("d", 86_400_000),
          new Scale("h", 3_600_000),
          new Scale("min", 60_000),
          new Scale("s", 1_000),
          new Scale("ms", 1),
          new Scale("us", 0.001)));

  /** As C's {@code strtol} and {@code strtod} read a number; and a unit. */
  private static final Pattern VALUE =
      Pattern.compile(
          "\\s*([+-]?)(?:0[xX]([0-9a-fA-F]+)|(0[0-7]+)(?![\\d.eE])"
              + "|(?!0\\d+(?![\\d.eE]))((?:\\d+[.]?\\d*|[.]\\d+)(?:[eE][+-]?\\d+)?))"
              + "\\s*(\\S*)\\s*");

  /** One unit of a kind, the largest first. */
  record Scale(String name, double multiplier) {}

  private final String suffix;
  private final @Nullable String hint;

  /** As {@link List#of} made it. */
  @SuppressWarnings("ImmutableEnumChecker")
  private final List<Scale> scales;

  Unit(String suffix, @Nullable String hint, List<Scale> scales) {
    this.suffix = suffix;
    this.hint = hint;
    this.scales = scales;
  }

  /** The base unit behind a number in a message. */
  String suffix() {
    return suffix;
  }

  /** The number in the largest unit that needs no fraction. */
  String show(int value) {
    if (value > 0) {
      for (Scale scale : scales) {
        if (scale.multiplier <= 1 || value % (long) scale.multiplier == 0) {
          return (long) (value / scale.multiplier) + scale.name;
        }
      }
    }
    return Integer.toString(value);
  }

  /** A whole number of the base unit, in the range of an int; 22023 for anything else. */
  double parse(BackgroundSetting setting, String value) throws SQLException {
    Matcher matcher = VALUE.matcher(value);
    if (!matcher.matches()) {
      throw invalid(setting, value, unitIsWrong(value) ? hint : null);
    }
    double number = number(matcher);
    String unit = matcher.group(5);
    if (!unit.isEmpty()) {
      number = toBase(number, unit, setting, value);
    }
    number = Math.rint(number);
    if (number < Integer.MIN_VALUE || number > Integer.MAX_VALUE) {
      throw invalid(setting, value, "Value exceeds integer range.");
    }
    return number;
  }

  private static double number(Matcher matcher) {
    String hexadecimal = matcher.group(2);
    String octal = matcher.group(3);
    double number;
    if (hexadecimal != null) {
      number = new BigInteger(hexadecimal, 16).doubleValue();
    } else if (octal != null) {
      number = new BigInteger(octal, 8).doubleValue();
    } else {
      number = Double.parseDouble(matcher.group(4));
    }
    return matcher.group(1).equals("-") ? -number : number;
  }

  /** A fraction is rounded to the next smaller unit, if there is one. */
  private double toBase(double number, String unit, BackgroundSetting setting, String value)
      throws SQLException {
    for (int i = 0; i < scales.size(); i++) {
      if (scales.get(i).name.equals(unit)) {
        double base = number * scales.get(i).multiplier;
        if (i + 1 < scales.size()) {
          double smaller = scales.get(i + 1).multiplier;
          base = Math.rint(base / smaller) * smaller;
        }
        return base;
      }
    }
    throw invalid(setting, value, hint);
  }

  /** Whether it begins with a number, so that only what follows can be wrong. */
  private static boolean unitIsWrong(String value) {
    return value.matches("\\s*[+-]?([.]?\\d).*");
  }

  private static SQLException invalid(
      BackgroundSetting setting, String value, @Nullable String hint) {
    return ServerError.of(
            "22023",
            String.format(
                Locale.ROOT,
                "invalid value for parameter \"%s\": \"%s\"",
                setting.fullName(),
                value))
        .withHint(hint)
        .toException();
  }
}
