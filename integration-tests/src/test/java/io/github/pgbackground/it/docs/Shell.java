package io.github.pgbackground.it.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs commands as they stand on a page.
 *
 * @param directory where they run
 * @param environment what they find beside the variables of the tests
 */
record Shell(Path directory, Map<String, String> environment) {
  private static final Path SH = Path.of("/bin/sh");
  private static final int PATIENCE_SECONDS = 600;

  static boolean isThere() {
    return Files.isExecutable(SH);
  }

  /**
   * Starts them.
   *
   * @param screen gets both streams of theirs
   */
  Process start(String commands, Path screen) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(SH.toString(), "-e", "-c", commands)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(screen.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().putAll(environment);
    return builder.start();
  }

  /**
   * How commands have ended.
   *
   * @param printed to both streams
   */
  record Ended(int status, String printed) {}

  /** Runs them to their end, with this typed, and gives what they print; they must not fail. */
  String run(String commands, String typed) throws IOException, InterruptedException {
    Ended ended = end(commands, typed);
    assertEquals(0, ended.status(), ended.printed());
    return ended.printed();
  }

  /** Runs them to their end, with this typed. */
  Ended end(String commands, String typed) throws IOException, InterruptedException {
    Path screen = Files.createTempFile("shell", ".out");
    Process process = start(commands, screen);
    try (OutputStream keys = process.getOutputStream()) {
      keys.write(typed.getBytes(StandardCharsets.UTF_8));
      keys.close();
      assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), "they end by themselves");
      return new Ended(process.exitValue(), Files.readString(screen));
    } finally {
      end(process);
      Files.delete(screen);
    }
  }

  /** Ends what was started, and what that has started. */
  static void end(Process process) throws InterruptedException {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().waitFor();
  }
}
