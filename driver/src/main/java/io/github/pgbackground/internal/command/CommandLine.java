package io.github.pgbackground.internal.command;

import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of the program.
 *
 * @param url the server to check, null to check none
 * @param user who logs in there, null for whom the URL names, or else the user of this machine
 */
record CommandLine(@Nullable String url, @Nullable String user) {
  private static final String SCHEME = "jdbc:pgbackground:";

  /** Reads them; what is wrong is the message of the exception. */
  static CommandLine parse(List<String> arguments) {
    String url = null;
    String user = null;
    Iterator<String> rest = arguments.iterator();
    while (rest.hasNext()) {
      String name = rest.next();
      switch (name) {
        case "--help", "--version" -> {}
        case "--url" -> url = value(name, rest);
        case "--user" -> user = value(name, rest);
        default -> throw new IllegalArgumentException("The argument " + name + " is not known.");
      }
    }
    if (url == null && user != null) {
      throw new IllegalArgumentException("--user goes with --url.");
    }
    if (url != null && !url.startsWith(SCHEME)) {
      throw new IllegalArgumentException("The URL begins with " + SCHEME + "//");
    }
    return new CommandLine(url, user);
  }

  private static String value(String name, Iterator<String> rest) {
    if (!rest.hasNext()) {
      throw new IllegalArgumentException("A value is missing behind " + name + ".");
    }
    return rest.next();
  }
}
