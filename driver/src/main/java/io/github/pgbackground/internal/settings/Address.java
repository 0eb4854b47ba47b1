package io.github.pgbackground.internal.settings;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

/**
 * A URL of this driver and the properties given with it, divided into what pgjdbc gets, byte for
 * byte, and what is ours: the keys that begin with {@code pgbackground.}.
 */
public final class Address {
  private static final String PREFIX = "jdbc:pgbackground:";
  private static final String ALIAS = "jdbc:pgbackground:postgresql:";
  private static final String PGJDBC = "jdbc:postgresql:";
  private static final String OURS = "pgbackground.";
  private static final Pattern PASSWORD = Pattern.compile("(?i)(password=)[^&]*");

  private final String url;
  private final @Nullable Properties properties;
  private final Map<String, String> own;

  private Address(String url, @Nullable Properties properties, Map<String, String> own) {
    this.url = url;
    this.properties = properties;
    this.own = Collections.unmodifiableMap(own);
  }

  /** Divides a URL and its properties; null when the URL is for another driver. */
  public static @Nullable Address of(String url, @Nullable Properties properties)
      throws PSQLException {
    if (!url.startsWith(PREFIX)) {
      return null;
    }
    String rest = url.substring((url.startsWith(ALIAS) ? ALIAS : PREFIX).length());
    // As in pgjdbc, what the URL says goes before what the properties say.
    Map<String, String> own = new LinkedHashMap<>();
    Properties others = withoutOurs(properties, own);
    return new Address(PGJDBC + withoutOurs(rest, own), others, own);
  }

  /** The URL for pgjdbc. */
  public String url() {
    return url;
  }

  /** The URL for pgjdbc as people may see it: without passwords. */
  public String shownUrl() {
    return PASSWORD.matcher(url).replaceAll("$1***");
  }

  /** The properties for pgjdbc; the very object that was given if nothing in it was ours. */
  public @Nullable Properties properties() {
    return properties;
  }

  /** Our keys, as they were spelled, and their values. */
  public Map<String, String> own() {
    return own;
  }

  private static @Nullable Properties withoutOurs(
      @Nullable Properties properties, Map<String, String> own) {
    if (properties == null
        || properties.stringPropertyNames().stream().noneMatch(Address::isOurs)) {
      return properties;
    }
    Properties others = new Properties();
    for (String key : properties.stringPropertyNames()) {
      String value = properties.getProperty(key);
      if (isOurs(key)) {
        own.put(key, value);
      } else {
        others.setProperty(key, value);
      }
    }
    return others;
  }

  private static String withoutOurs(String rest, Map<String, String> own) throws PSQLException {
    int question = rest.indexOf('?');
    if (question < 0 || rest.indexOf(OURS, question) < 0) {
      return rest;
    }
    StringJoiner others = new StringJoiner("&", rest.substring(0, question + 1), "");
    others.setEmptyValue(rest.substring(0, question));
    for (String argument : rest.substring(question + 1).split("&", -1)) {
      if (isOurs(argument)) {
        int equals = argument.indexOf('=');
        String key = equals < 0 ? argument : argument.substring(0, equals);
        own.put(key, equals < 0 ? "" : decoded(key, argument.substring(equals + 1)));
      } else {
        others.add(argument);
      }
    }
    return others.toString();
  }

  private static boolean isOurs(String key) {
    return key.startsWith(OURS);
  }

  private static String decoded(String key, String value) throws PSQLException {
    try {
      return URLDecoder.decode(value, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new PSQLException(
          "The value \""
              + value
              + "\" of "
              + key
              + " in the URL is not URL-encoded: write % as %25.",
          PSQLState.INVALID_PARAMETER_VALUE,
          e);
    }
  }
}
