package io.github.pgbackground.internal.command;

import java.io.PrintStream;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * What {@code java -jar} does with its arguments.
 *
 * @param version the driver's
 */
public record Command(String version, PrintStream out) {
  /** All is well, or only told what was asked. */
  static final int FINE = 0;

  /** The check has found something to do. */
  static final int SOMETHING_TO_DO = 1;

  /** There was no check: the arguments are wrong, or nobody can connect. */
  static final int NO_CHECK = 2;

  /** Held, since it would forget its level otherwise: what fails is printed, once. */
  private static final Logger PGJDBC = Logger.getLogger("org.postgresql");

  private static final Logger OURS = Logger.getLogger("io.github.pgbackground");

  /** Does what the arguments say; returns the exit status. */
  public int run(List<String> arguments) {
    CommandLine line;
    try {
      line = CommandLine.parse(arguments);
    } catch (IllegalArgumentException e) {
      out.println(e.getMessage());
      out.println(Guide.USAGE);
      return NO_CHECK;
    }
    if (line.url() == null) {
      out.print(Guide.text(version));
      return FINE;
    }
    if (!hasPgjdbc()) {
      out.println(
          "pgjdbc is not on the class path: the jar whose name ends with -all.jar has it in it.");
      return NO_CHECK;
    }
    PGJDBC.setLevel(Level.OFF);
    OURS.setLevel(Level.OFF);
    return new Check(line.url(), line.user(), out).run();
  }

  private static boolean hasPgjdbc() {
    return Command.class.getClassLoader().getResource("org/postgresql/Driver.class") != null;
  }
}
