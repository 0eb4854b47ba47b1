package io.github.pgbackground;

import io.github.pgbackground.internal.command.Command;
import io.github.pgbackground.internal.pool.SuppressForbidden;
import java.util.List;

/** The driver's jar as a program, for who starts it with {@code java -jar}. */
final class Main {
  private Main() {}

  /** Prints to System.out: here the process is our own. */
  @SuppressForbidden
  public static void main(String[] arguments) {
    System.exit(new Command(Version.TEXT, System.out).run(List.of(arguments)));
  }
}
