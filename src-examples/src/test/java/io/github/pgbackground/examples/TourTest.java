package io.github.pgbackground.examples;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tour as somebody runs it: a program with a screen and an exit status. */
class TourTest {
  /** Far longer than anything awaited takes, far shorter than for ever. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private static EmbeddedPostgres yours;

  @TempDir Path temporary;

  @BeforeAll
  static void startYourServer() throws IOException {
    yours =
        EmbeddedPostgres.builder()
            .setLocaleConfig("locale", "C")
            .setPGStartupWait(PATIENCE)
            .start();
  }

  @AfterAll
  static void stopYourServer() throws IOException {
    yours.close();
  }

  @Test
  void the_tour_runs_on_a_server_of_its_own_and_leaves_nothing() throws Exception {
    Screen screen = tour();
    assertShowsAllSteps(screen);
    try (Stream<Path> left = Files.list(temporary)) {
      assertEquals(List.of(), left.toList(), "files");
    }
    awaitNone("processes", () -> processesIn(temporary));
  }

  @Test
  void the_tour_runs_on_your_server_and_leaves_nothing() throws Exception {
    Screen screen = tour("--url", url("postgres"));
    assertShowsAllSteps(screen);
    assertEquals(
        List.of(),
        yours("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'pgbackground%'"),
        "schemas");
    assertEquals(
        List.of(),
        yours("SELECT rolname FROM pg_roles WHERE rolname LIKE 'pgbackground%'"),
        "roles");
    awaitNone(
        "sessions",
        () ->
            yours(
                "SELECT query FROM pg_stat_activity WHERE backend_type = 'client backend'"
                    + " AND pid <> pg_backend_pid()"));
  }

  @Test
  void what_is_installed_in_another_schema_is_found_and_left_there() throws Exception {
    try (Connection connection = DriverManager.getConnection(url("postgres"));
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE SCHEMA \"Apart\"");
      statement.execute("CREATE EXTENSION pg_background SCHEMA \"Apart\"");
      assertShowsAllSteps(tour("--url", url("postgres")));
      statement.execute("DROP EXTENSION pg_background");
      statement.execute("DROP ROLE pgbackground_role");
      statement.execute("DROP SCHEMA \"Apart\"");
    }
  }

  @Test
  void a_user_who_may_not_make_a_schema_is_told_so() throws Exception {
    yours("DROP ROLE IF EXISTS visitor; CREATE ROLE visitor LOGIN; SELECT 1");
    Screen screen = tour("--url", url("visitor"));
    assertEquals(1, screen.status());
    assertEquals("", screen.out());
    assertEquals(
        "The tour has stopped: it works in a schema of its own, and this server does not let it"
            + " make one (ERROR: permission denied for database postgres). Give it a user with the"
            + " right to CREATE in the database, on a primary server.\n",
        screen.err());
  }

  @Test
  void a_url_of_another_driver_is_refused() throws Exception {
    Screen screen = tour("--url", "jdbc:postgresql://localhost/postgres");
    assertEquals(1, screen.status());
    assertEquals(
        "The tour has stopped: a URL for it begins with jdbc:pgbackground:, as in"
            + " jdbc:pgbackground://localhost/postgres\n",
        screen.err());
  }

  @Test
  void unknown_arguments_are_answered_with_the_known_ones() throws Exception {
    Screen screen = tour("--server", "localhost");
    assertEquals(1, screen.status());
    assertTrue(screen.err().contains("does not know these arguments: --server localhost"));
    assertTrue(screen.err().endsWith(tour("--help").out()));
  }

  private static void assertShowsAllSteps(Screen screen) {
    assertEquals("", screen.err());
    assertEquals(0, screen.status(), screen.out());
    assertAll(
        () -> screen.shows("PostgreSQL \\d+\\.\\d+, by jdbc:pgbackground:"),
        () -> screen.shows(" {2}[\\d.]+ s  INFO:  vacuuming \"(postgres\\.)?pgbackground_tour_.*"),
        () -> screen.shows(" result\n--------\n VACUUM\n\\(1 row\\)"),
        () -> screen.shows(" east   \\|  10000 \\| 620983\\.80 \\| 2026-03-31"),
        () ->
            screen.shows("In Java: region is a String, orders is a Long, total is a BigDecimal.*"),
        () -> screen.shows(" {2}0\\.88 \\| somebody sets the total of order 7 to 0"),
        () -> screen.shows("\\(1 row\\)\nTime: [\\d.]+ ms"),
        () -> screen.shows("CREATE EXTENSION\ntour=> CREATE FUNCTION note_change.*"),
        () -> screen.shows(" [\\d:]{8} \\| nobody waited for this"),
        () ->
            screen.shows(
                """
                ERROR:  23505: duplicate key value violates unique constraint "orders_pkey"
                DETAIL:  Key \\(id\\)=\\(7\\) already exists\\.
                CONTEXT:  background worker, pid \\d+
                """),
        () -> screen.shows(" {2}[\\d.]+ s  \\[[#.]{20}\\] +\\d+ % {2}(counting the \\w+|done)"),
        () -> screen.shows(" canceled \\| terminating background worker .*"),
        () -> screen.shows(" count\n-+\n +0\n\\(1 row\\)"),
        () -> screen.shows("ERROR:  57014: canceling statement due to statement timeout"),
        () -> screen.shows(" 11 \\|  1\\.38 \\| order 11 from 1\\.38 to 0\\.00"),
        () -> screen.shows(" 13 \\|  1\\.63 \\| order 13 from 1\\.63 to 0\\.00"),
        () -> assertTrue(screen.out().chars().allMatch(c -> c < 128), "ASCII alone"));

    double firstNotice = screen.number(" {2}([\\d.]+) s  INFO:  vacuuming .*");
    double end = screen.number(" {2}([\\d.]+) s  the statement has returned:");
    assertTrue(end - firstNotice > 0.05, "the notices are live: " + firstNotice + ", " + end);

    double inTurn = screen.number("One after the other: ([\\d.]+) ms.*");
    double atOnce = screen.number(".* At once: ([\\d.]+) ms\\.");
    assertTrue(inTurn >= 1_000, "a quarter of a second each: " + inTurn);
    // How much sooner is a matter of the machine, which may have other things to do.
    assertTrue(atOnce >= 250, "a quarter of a second: " + atOnce);
  }

  /** What a run of the program left on the screen. */
  private record Screen(int status, String out, String err) {
    void shows(String lines) {
      find(lines);
    }

    double number(String line) {
      return Double.parseDouble(find(line).group(1));
    }

    private Matcher find(String lines) {
      Matcher matcher =
          Pattern.compile("^" + lines.stripTrailing() + "$", Pattern.MULTILINE).matcher(out);
      assertTrue(matcher.find(), () -> lines + "\nis not in\n" + out);
      return matcher;
    }
  }

  private Screen tour(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Djava.io.tmpdir=" + temporary);
    command.add("-Dot.epg.working-dir=" + System.getProperty("ot.epg.working-dir"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Tour.class.getName()));
    command.addAll(List.of(arguments));
    Path out = Files.createTempFile("tour", ".out");
    Path err = Files.createTempFile("tour", ".err");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      assertTrue(
          process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS), "the tour ends by itself");
      return new Screen(process.exitValue(), Files.readString(out), Files.readString(err));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }

  /** Processes end a moment after those whose end is awaited. */
  private static void awaitNone(String what, Callable<List<String>> left) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    List<String> seen = left.call();
    while (!seen.isEmpty() && System.nanoTime() < deadline) {
      LockSupport.parkNanos(PAUSE_NANOS);
      seen = left.call();
    }
    assertEquals(List.of(), seen, what);
  }

  private static List<String> processesIn(Path directory) {
    return ProcessHandle.allProcesses()
        .flatMap(process -> process.info().commandLine().stream())
        .filter(line -> line.contains(directory.toString()))
        .toList();
  }

  private static String url(String user) {
    return yours
        .getJdbcUrl(user, "postgres")
        .replaceFirst("^jdbc:postgresql:", "jdbc:pgbackground:");
  }

  private static List<String> yours(String sql) throws Exception {
    try (Connection connection =
            DriverManager.getConnection(yours.getJdbcUrl("postgres", "postgres"));
        Statement statement = connection.createStatement()) {
      boolean rows = statement.execute(sql);
      while (!rows) {
        rows = statement.getMoreResults();
      }
      List<String> values = new ArrayList<>();
      try (ResultSet result = statement.getResultSet()) {
        while (result.next()) {
          values.add(result.getString(1));
        }
      }
      return values;
    }
  }
}
