package io.github.pgbackground.it.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.pgbackground.it.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;

/** Java statements that have a {@code connection}, and say in comments what they print. */
final class JavaExample {
  private static final Pattern PRINTED = Pattern.compile("println.*?; // (.*?)(, \\.\\.\\.)?\n");
  private static final Pattern ADDRESS =
      Pattern.compile("jdbc:(postgresql|pgbackground)://localhost[^\"]*");

  private final String statements;

  JavaExample(String statements) {
    this.statements = statements;
  }

  /** What it says that it prints. */
  List<String> said() {
    return PRINTED.matcher(statements).results().map(result -> result.group(1)).toList();
  }

  /**
   * Compiles it, runs it on a connection to the database, and returns the lines it prints.
   *
   * @param folder for its class
   */
  List<String> run(Path folder, TestDatabase database) throws Exception {
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
            + ADDRESS
                .matcher(statements)
                .replaceAll(
                    found ->
                        Matcher.quoteReplacement(
                            found.group(1).equals("postgresql")
                                ? database.plainUrl()
                                : database.url()))
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
