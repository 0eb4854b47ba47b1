package io.github.pgbackground.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pgbackground.it.serving.Await;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The jar that holds everything, as somebody drops it into a JDBC tool. */
@ExtendWith(PostgresExtension.class)
class AllJarTest {
  private static final Path JAR = Path.of(System.getProperty("pgbackground.test.allJar"));

  AllJarTest() {
    assertTrue(Files.exists(JAR), JAR + " is made by the phase package: run mvn verify");
  }

  @Test
  void the_jar_alone_answers_a_query(TestDatabase database) throws Exception {
    try (URLClassLoader alone = alone();
        Connection connection = driver(alone, database).connect(database.url(), new Properties());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select 1")) {
      assertTrue(rows.next());
      assertEquals(1, rows.getInt(1));
    }
  }

  @Test
  void the_jar_alone_serves_a_call(TestDatabase database) throws Exception {
    try (URLClassLoader alone = alone()) {
      try (Connection connection =
              driver(alone, database).connect(database.url(), new Properties());
          Statement statement = connection.createStatement();
          ResultSet rows =
              statement.executeQuery(
                  "select * from pg_background_result(pg_background_launch('select 41 + 1'))"
                      + " as (answer int)")) {
        assertTrue(rows.next());
        assertEquals(42, rows.getInt("answer"));
      }
      // Held by a class of the loader's.
      Logger hikari = Logger.getLogger("io.github.pgbackground.internal.shaded.hikari");
      assertEquals(Level.WARNING, hikari.getLevel(), "HikariCP says nothing of its pools");
      awaitWorkersEnd();
    }
  }

  /** Threads of the pool need the class loader until they have ended. */
  private static void awaitWorkersEnd() throws InterruptedException {
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("pgbackground")) {
        thread.join(Await.PATIENCE.toMillis());
        assertFalse(thread.isAlive(), thread.getName());
        awaitWorkersEnd();
        return;
      }
    }
  }

  @Test
  void nothing_is_printed_when_a_program_with_the_jar_alone_makes_a_call(
      TestDatabase database, @TempDir Path folder) throws Exception {
    Path program = folder.resolve("Program.java");
    Files.writeString(
        program,
        """
        public class Program {
          public static void main(String[] arguments) throws Exception {
            try (var connection = java.sql.DriverManager.getConnection(arguments[0]);
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select pg_background_launch('select 1')")) {
              rows.next();
            }
          }
        }
        """);
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                JAR.toString(),
                program.toString(),
                database.url())
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(
        process.waitFor(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS),
        "the program ends by itself");
    assertEquals("", printed);
    assertEquals(0, process.exitValue());
  }

  @Test
  void the_classes_in_it_are_ours_or_those_of_pgjdbc() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      List<String> others =
          jar.stream()
              .map(entry -> entry.getName().replaceFirst("^META-INF/versions/\\d+/", ""))
              .filter(name -> name.endsWith(".class"))
              .filter(name -> !name.startsWith("io/github/pgbackground/"))
              .filter(name -> !name.startsWith("org/postgresql/"))
              .toList();
      assertEquals(List.of(), others);
    }
  }

  @Test
  void tools_that_read_its_services_find_both_drivers() throws Exception {
    try (URLClassLoader alone = alone()) {
      Set<String> drivers =
          ServiceLoader.load(Driver.class, alone).stream()
              .map(driver -> driver.type().getName())
              .collect(Collectors.toSet());
      assertEquals(
          Set.of("io.github.pgbackground.BackgroundDriver", "org.postgresql.Driver"), drivers);
    }
  }

  private static URLClassLoader alone() throws IOException {
    return new URLClassLoader(
        new URL[] {JAR.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
  }

  private static Driver driver(ClassLoader loader, TestDatabase database) throws Exception {
    for (Driver driver : ServiceLoader.load(Driver.class, loader)) {
      if (driver.acceptsURL(database.url())) {
        return driver;
      }
    }
    throw new AssertionError("no driver in " + JAR + " accepts " + database.url());
  }
}
