package io.github.pgbackground.it.jvm;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pgbackground.it.serving.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A JVM of its own, with the class path of the tests, that runs one of their main classes. */
final class OtherJvm implements AutoCloseable {
  private final Path errors;
  private final Process process;

  private OtherJvm(Path errors, Process process) {
    this.errors = errors;
    this.process = process;
  }

  static OtherJvm start(Class<?> main, String... arguments) throws IOException {
    return start(List.of(), main, arguments);
  }

  /**
   * @param options the JVM's, besides the usual ones
   */
  static OtherJvm start(List<String> options, Class<?> main, String... arguments)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Duser.timezone=UTC",
                "-Djava.util.logging.config.file="
                    + System.getProperty("java.util.logging.config.file"),
                "-cp",
                System.getProperty("java.class.path")));
    command.addAll(options);
    command.add(main.getName());
    command.addAll(List.of(arguments));
    Path errors = Files.createTempFile("other-jvm", ".err");
    return new OtherJvm(errors, new ProcessBuilder(command).redirectError(errors.toFile()).start());
  }

  Process process() {
    return process;
  }

  /** Waits until it prints this line. */
  void awaitLine(String expected) throws IOException {
    BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
    List<String> before = new ArrayList<>();
    String line = output.readLine();
    while (line != null && !line.equals(expected)) {
      before.add(line);
      line = output.readLine();
    }
    assertTrue(
        expected.equals(line),
        () -> "instead of " + expected + ": " + before + " " + errorsSoFar());
  }

  /** Waits for its end and says its exit status. */
  int awaitEnd() throws InterruptedException {
    assertTrue(process.waitFor(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS), "it does not end");
    return process.exitValue();
  }

  /** What it has printed to System.err, by line. */
  List<String> errors() throws IOException {
    return Files.readAllLines(errors);
  }

  private String errorsSoFar() {
    try {
      return String.join("\n", errors());
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Override
  public void close() throws IOException, InterruptedException {
    process.destroyForcibly().waitFor();
    Files.delete(errors);
  }
}
