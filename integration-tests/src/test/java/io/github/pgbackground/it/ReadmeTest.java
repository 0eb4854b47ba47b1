package io.github.pgbackground.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pgbackground.BackgroundProperty;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The README is true: its table of properties is that of the driver, its Java examples compile,
 * run, and print what the comment beside each {@code println} says.
 */
@ExtendWith(PostgresExtension.class)
class ReadmeTest {
  private static final Pattern EXAMPLE = Pattern.compile("(?s)```java\n(.*?)```");
  private static final Pattern PRINTED = Pattern.compile("println.*?; // (.*?)(, \\.\\.\\.)?\n");
  private static final Pattern ADDRESS = Pattern.compile("jdbc:pgbackground://localhost[^\"]*");

  private final String readme = Files.readString(Path.of("..", "README.md"));

  @TempDir Path folder;

  ReadmeTest() throws IOException {}

  @Test
  void the_table_of_properties_is_complete_and_right() {
    List<String> table =
        readme.lines().filter(line -> line.startsWith("| `pgbackground.")).toList();
    List<String> properties =
        Stream.of(BackgroundProperty.values())
            .map(
                property ->
                    String.format(
                        Locale.ROOT,
                        "| `%s` | %s | %s | %s |",
                        property.key(),
                        property.defaultValue(),
                        property.choices().isEmpty()
                            ? property.minimum() + " to " + property.maximum()
                            : String.join(", ", property.choices()),
                        property.description()))
            .toList();
    assertEquals(properties, table);
  }

  @TestFactory
  Stream<DynamicTest> the_examples_print_what_they_say(TestDatabase database) {
    List<String> examples = EXAMPLE.matcher(readme).results().map(found -> found.group(1)).toList();
    assertFalse(examples.isEmpty());
    return examples.stream()
        .map(
            example ->
                DynamicTest.dynamicTest(
                    example.lines().findFirst().orElseThrow(), () -> check(example, database)));
  }

  private void check(String example, TestDatabase database) throws Exception {
    List<String> said = PRINTED.matcher(example).results().map(result -> result.group(1)).toList();
    List<String> printed =
        run(
            ADDRESS.matcher(example).replaceAll(Matcher.quoteReplacement(database.url())),
            database);
    assertFalse(said.isEmpty());
    assertTrue(printed.containsAll(said), () -> said + " is not in " + printed);
  }

  /** Runs Java statements that have a {@code connection}; returns the lines they print. */
  private List<String> run(String statements, TestDatabase database) throws Exception {
    Path source = folder.resolve("Example.java");
    Files.writeString(
        source,
        """
        import io.github.pgbackground.BackgroundDataSource;
        import java.sql.*;
        import org.postgresql.util.PSQLException;

        public class Example {
          public static Connection connection;

          public static void run() throws Exception {
        """
            + statements
            + "}}");
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-cp", System.getProperty("java.class.path"), source.toString());
    assertEquals(0, status, "it compiles");

    PrintStream screen = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()});
        Connection connection = database.connect()) {
      Class<?> program = loader.loadClass("Example");
      program.getField("connection").set(null, connection);
      System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
      program.getMethod("run").invoke(null);
    } finally {
      System.setOut(screen);
    }
    return printed
        .toString(StandardCharsets.UTF_8)
        .replaceAll("pid \\d+", "pid 4711")
        .lines()
        .toList();
  }
}
