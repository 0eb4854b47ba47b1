package io.github.pgbackground.benchmarks;

import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.server.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
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

  private Benchmarks() {}

  public static void main(String[] args) throws Exception {
    Files.createDirectories(DIRECTORY);
    String text;
    try (TestServer server = TestServer.start();
        TestDatabase database = TestDatabase.createOn(server)) {
      Table table = Table.of(run(args, database.plainUrl()));
      text = table.text() + noteOnDblink(database.plainUrl());
      Files.writeString(DIRECTORY.resolve("table.txt"), text);
      Files.writeString(DIRECTORY.resolve("samples.csv"), table.csv());
    }
    System.out.printf("%n%s", text);
  }

  private static Collection<RunResult> run(String[] args, String url) throws Exception {
    return new Runner(
            new OptionsBuilder()
                .parent(new CommandLineOptions(args))
                .jvmArgsPrepend("-D" + Alternation.URL + "=" + url)
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
