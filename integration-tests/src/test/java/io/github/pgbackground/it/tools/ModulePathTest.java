package io.github.pgbackground.it.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.benmanes.caffeine.cache.Cache;
import com.zaxxer.hikari.HikariDataSource;
import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.serving.Await;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;

/** A modular application finds the driver on the module path, by the name of its module. */
@ExtendWith(PostgresExtension.class)
class ModulePathTest {
  private static final String MODULE =
      """
      module app {
        requires java.sql;
        requires io.github.pgbackground.jdbc;
      }
      """;

  private static final String PROGRAM =
      """
      package app;

      import io.github.pgbackground.BackgroundDataSource;

      public class App {
        public static void main(String[] arguments) throws Exception {
          var dataSource = new BackgroundDataSource();
          dataSource.setUrl(arguments[0]);
          try (var connection = dataSource.getConnection();
              var other = java.sql.DriverManager.getConnection(arguments[0]);
              var statement = connection.createStatement();
              var rows = statement.executeQuery(
                  "select * from pg_background_result(pg_background_launch('select 42')) as (n int)")) {
            rows.next();
            statement.getConnection().createStatement().execute(
                "do $$ begin perform pg_background_detach(pg_background_launch('select 1')); end $$");
            System.out.println(rows.getInt(1) + " " + dataSource.getClass().getModule());
          }
        }
      }
      """;

  private final TestDatabase database;
  @TempDir private Path directory;

  ModulePathTest(TestDatabase database) {
    this.database = database;
  }

  @Test
  void the_jar_with_everything_is_one_module() throws Exception {
    assertEquals(
        List.of("42 module io.github.pgbackground.jdbc"), run(List.of(), List.of(JarRun.ALL)));
  }

  @Test
  void the_jar_alone_is_one_among_those_it_needs() throws Exception {
    List<Path> jars = new ArrayList<>(List.of(JarRun.PLAIN));
    for (Class<?> needed :
        List.of(Cache.class, HikariDataSource.class, Logger.class, org.postgresql.Driver.class)) {
      jars.add(jar(needed));
    }
    assertTrue(
        run(List.of("--add-modules", "ALL-MODULE-PATH"), jars)
            .contains("42 module io.github.pgbackground.jdbc"));
  }

  private static Path jar(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  /** Compiles the application and starts it; returns what it prints. */
  private List<String> run(List<String> options, List<Path> jars) throws Exception {
    Path module = Files.writeString(directory.resolve("module-info.java"), MODULE);
    Path program = Files.writeString(directory.resolve("App.java"), PROGRAM);
    Path classes = directory.resolve("classes");
    String path =
        Stream.concat(jars.stream(), Stream.of(classes))
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator));
    int status =
        ToolProvider.findFirst("javac")
            .orElseThrow()
            .run(
                System.out,
                System.err,
                "-p",
                path,
                "-d",
                classes.toString(),
                module.toString(),
                program.toString());
    assertEquals(0, status, "it compiles");
    List<String> command =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-p"));
    command.add(path);
    command.addAll(options);
    command.addAll(List.of("-m", "app/app.App", database.url()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(
        process.waitFor(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS),
        "the program ends by itself");
    assertEquals(0, process.exitValue(), printed);
    return printed.lines().toList();
  }
}
