package io.github.pgbackground.benchmarks;

import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.server.TestServer;
import io.github.pgbackground.it.serving.Sql;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs the benchmarks on a server of the tests and prints one table; takes JMH's own arguments,
 * {@code -p workload=NESTED -f 1} say.
 */
public final class Benchmarks {
  private static final Path DIRECTORY = Path.of("target", "benchmarks");

  /** The system property that names the file for the plot. */
  private static final String PLOT = "benchmarks.plot";

  private static final String WORKLOAD = "workload";

  /** It belongs to the whole server: where it was not there before, it goes afterwards. */
  private static final String ROLE = "pgbackground_role";

  private Benchmarks() {}

  public static void main(String[] args) throws Exception {
    Files.createDirectories(DIRECTORY);
    String text;
    try (TestServer server = TestServer.start();
        TestDatabase database = TestDatabase.createOn(server);
        TestDatabase installed = TestDatabase.createOn(server)) {
      String url = database.plainUrl();
      List<String> roles = roles(installed);
      execute(installed, "create extension pg_background");
      Table table = Table.of(run(args, url, installed.plainUrl()));
      execute(installed, "drop extension pg_background");
      if (!roles.contains(ROLE)) {
        execute(installed, "drop role if exists " + ROLE);
      }
      text = table.text() + Side.DBLINK.note(url) + Side.EXTENSION.note(url);
      Files.writeString(DIRECTORY.resolve("table.txt"), text);
      Files.writeString(DIRECTORY.resolve("samples.csv"), table.csv());
      Files.writeString(Path.of(System.getProperty(PLOT)), Plot.of(table).svg());
    }
    System.out.print(System.lineSeparator() + text);
  }

  /** Through this driver, which installs the bridge where the server has no such extension. */
  private static void execute(TestDatabase database, String sql) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static List<String> roles(TestDatabase database) throws SQLException {
    try (Connection connection = database.admin()) {
      return Sql.rows(connection, "select rolname from pg_roles");
    }
  }

  private static Collection<RunResult> run(String[] args, String url, String installedUrl)
      throws Exception {
    Options given = new CommandLineOptions(args);
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .parent(given)
            .jvmArgsPrepend(
                "-D" + Alternation.URL + "=" + url,
                "-D" + Alternation.INSTALLED_URL + "=" + installedUrl)
            .resultFormat(ResultFormatType.JSON)
            .result(DIRECTORY.resolve("jmh.json").toString());
    if (!given.getParameter(WORKLOAD).hasValue()) {
      options.param(WORKLOAD, Workload.names(Side.EXTENSION.isAvailable(url)));
    }
    return new Runner(options.build()).run();
  }
}
