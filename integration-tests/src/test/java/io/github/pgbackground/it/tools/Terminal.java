package io.github.pgbackground.it.tools;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** A terminal, as {@code script} of util-linux makes it, and the person who sits at it. */
final class Terminal implements AutoCloseable {
  private final Process script;
  private final StringBuilder screen = new StringBuilder();

  /**
   * @param script of {@link #around}
   */
  Terminal(Process script) {
    this.script = script;
  }

  /** Whether this machine can make one. */
  static boolean isThere() throws InterruptedException {
    try {
      Process version = new ProcessBuilder("script", "--version").redirectErrorStream(true).start();
      String said = new String(version.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return version.waitFor() == 0 && said.contains("util-linux");
    } catch (IOException e) {
      return false;
    }
  }

  /** The command that runs the given one at a terminal, and ends with its exit status. */
  static List<String> around(List<String> command) {
    String line =
        command.stream()
            .map(word -> "'" + word.replace("'", "'\\''") + "'")
            .collect(Collectors.joining(" "));
    return List.of("script", "--quiet", "--flush", "--return", "--command", line, "/dev/null");
  }

  /** Waits for a question and answers it. Types nothing before, which the screen would show. */
  void answer(String question, String answer) throws IOException {
    InputStream shown = script.getInputStream();
    while (screen.indexOf(question) < 0) {
      int next = shown.read();
      assertTrue(next >= 0, () -> question + " is not asked: " + screen);
      screen.append((char) next);
    }
    OutputStream keys = script.getOutputStream();
    keys.write((answer + "\n").getBytes(StandardCharsets.UTF_8));
    keys.flush();
  }

  /** What the screen has shown when the program has ended. */
  List<String> linesToTheEnd() throws IOException {
    screen.append(new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    return screen.toString().lines().toList();
  }

  @Override
  public void close() {
    script.descendants().forEach(ProcessHandle::destroyForcibly);
    script.destroyForcibly();
  }
}
