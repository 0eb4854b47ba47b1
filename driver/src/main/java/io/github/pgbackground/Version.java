package io.github.pgbackground;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/** The version that the build wrote into the driver's jar. */
final class Version {
  static final String TEXT = text();
  static final int MAJOR;
  static final int MINOR;

  static {
    String[] numbers = TEXT.split("[.-]");
    MAJOR = Integer.parseInt(numbers[0]);
    MINOR = Integer.parseInt(numbers[1]);
  }

  private Version() {}

  private static String text() {
    Properties properties = new Properties();
    try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
      properties.load(Objects.requireNonNull(in, "version.properties"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version");
  }
}
