package io.github.pgbackground.it.server;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server that runs already and is left running, named by the URL of one of its databases.
 *
 * <p>The URL carries the user and, where the server asks for one, the password. The user needs
 * CREATEDB, and more for the tests that make roles. The tests expect the settings of {@link
 * TestServer#CONFIGURATION} there.
 */
final class ExistingServer implements TestServer {
  private static final Pattern URL =
      Pattern.compile("(?<hosts>jdbc:postgresql://[^/?]+/)[^?]*\\?(?<properties>.*user=.*)");

  private final String adminUrl;
  private final Matcher parts;

  ExistingServer(String adminUrl) {
    this.adminUrl = adminUrl;
    this.parts = URL.matcher(adminUrl);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "-Dpgbackground.test.server takes embedded, container or"
              + " jdbc:postgresql://HOST:PORT/DATABASE?user=USER&password=PASSWORD");
    }
  }

  @Override
  public String url(String database) {
    return parts.group("hosts") + database + "?" + parts.group("properties");
  }

  @Override
  public String adminUrl() {
    return adminUrl;
  }

  @Override
  public void close() {
    // Who started it stops it.
  }
}
