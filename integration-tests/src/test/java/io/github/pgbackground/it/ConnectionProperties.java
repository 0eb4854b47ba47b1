package io.github.pgbackground.it;

import java.util.Properties;

/** Connection properties in one expression. */
public final class ConnectionProperties {
  private ConnectionProperties() {}

  /** Properties with these names and values, which take turns. */
  public static Properties of(String... namesAndValues) {
    Properties properties = new Properties();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      properties.setProperty(namesAndValues[i], namesAndValues[i + 1]);
    }
    return properties;
  }
}
