package io.github.pgbackground.benchmarks;

import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.server.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs the benchmarks on a server of the tests and prints one table; takes JMH's own arguments,
 * {@code -p workload=NESTED -f 1} say.
 */
public final class Benchmarks {
  private static final Path DIRECTORY = Path.of("target", "benchmarks");

  /** The system property that names the file for the plot. */
  private static final String PLOT = "benchmarks.plot";

  private Benchmarks() {}

  public static void main(String[] args) throws Exception {
    Files.createDirectories(DIRECTORY);
    String text;
    try (TestServer server = TestServer.start();
        TestDatabase database = TestDatabase.createOn(server);
        TestDatabase installed = TestDatabase.createOn(server)) {
      install(installed);
      Table table = Table.of(run(args, database.plainUrl(), installed.plainUrl()));
      remove(installed);
      text = table.text() + noteOnDblink(database.plainUrl());
      Files.writeString(DIRECTORY.resolve("table.txt"), text);
      Files.writeString(DIRECTORY.resolve("samples.csv"), table.csv());
      Files.writeString(Path.of(System.getProperty(PLOT)), Plot.of(table).svg());
    }
    System.out.printf("%n%s", text);
  }

  private static void install(TestDatabase database) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("create extension pg_background");
    }
  }

  /** With the role, which belongs to the whole server. */
  private static void remove(TestDatabase database) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("drop extension pg_background");
      statement.execute("drop role if exists pgbackground_role");
    }
  }

  private static Collection<RunResult> run(String[] args, String url, String installedUrl)
      throws Exception {
    return new Runner(
            new OptionsBuilder()
                .parent(new CommandLineOptions(args))
                .jvmArgsPrepend(
                    "-D" + Alternation.URL + "=" + url,
                    "-D" + Alternation.INSTALLED_URL + "=" + installedUrl)
                .resultFormat(ResultFormatType.JSON)
                .result(DIRECTORY.resolve("jmh.json").toString())
                .build())
        .run();
  }

  private static String noteOnDblink(String url) throws Exception {
    return Side.DBLINK.isAvailable(url)
        ? ""
        : "This server does not have the extension dblink: not measured.\n";
  }
}
