package io.github.pgbackground.it.tools;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pgbackground.it.serving.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What {@code java -jar} did with one of the driver's jars.
 *
 * @param lines what it printed
 * @param errors what it printed to System.err
 */
record JarRun(int status, List<String> lines, List<String> errors) {
  /** With everything in it. */
  static final Path ALL = Path.of(System.getProperty("pgbackground.test.allJar"));

  /** As it goes to a repository. */
  static final Path PLAIN = ALL.resolveSibling(ALL.getFileName().toString().replace("-all", ""));

  /** Runs it to its end, with nobody at its console and no password but those given. */
  static JarRun of(Path jar, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    assertTrue(Files.exists(jar), jar + " is made by the phase package: run mvn verify");
    Path out = Files.createTempFile("jar-run", ".out");
    Path err = Files.createTempFile("jar-run", ".err");
    try {
      Process process =
          builder(command(jar, arguments), environment)
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      process.getOutputStream().close();
      try {
        assertTrue(
            process.waitFor(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS), "it ends by itself");
      } finally {
        process.destroyForcibly().waitFor();
      }
      return new JarRun(process.exitValue(), Files.readAllLines(out), Files.readAllLines(err));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }

  private static List<String> command(Path jar, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                jar.toString()));
    command.addAll(List.of(arguments));
    return command;
  }

  private static ProcessBuilder builder(List<String> command, Map<String, String> environment) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
    builder.environment().putAll(environment);
    return builder;
  }

  /** Runs the jar with everything in it at a terminal, where somebody answers a question. */
  static JarRun atTerminal(String question, String answer, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = Terminal.around(command(ALL, arguments));
    Process process = builder(command, Map.of("HOME", "/nowhere")).start();
    try (Terminal terminal = new Terminal(process)) {
      terminal.answer(question, answer);
      List<String> lines = terminal.linesToTheEnd();
      assertTrue(
          process.waitFor(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS), "it ends by itself");
      return new JarRun(process.exitValue(), lines, List.of());
    }
  }

  /** Runs the jar with everything in it on a server. */
  static JarRun check(String url, String... more) throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of("--url", url));
    arguments.addAll(List.of(more));
    return of(ALL, Map.of(), arguments.toArray(new String[0]));
  }

  /** The findings of one level on one subject, with the advice that follows each. */
  List<String> findings(String level, String subject) {
    List<String> found = new ArrayList<>();
    boolean taken = false;
    for (String line : lines) {
      boolean isAdvice = line.startsWith(" ");
      taken = isAdvice ? taken : line.matches(level + " +" + subject + "  ?.*");
      if (taken && isAdvice) {
        found.add(found.remove(found.size() - 1) + "\n" + line.strip());
      } else if (taken) {
        found.add(line.replaceFirst(level + " +" + subject + " +", ""));
      }
    }
    return found;
  }

  /** The only one. */
  String finding(String level, String subject) {
    List<String> found = findings(level, subject);
    assertTrue(found.size() == 1, () -> level + " " + subject + " in " + this);
    return found.get(0);
  }
}
