package io.github.pgbackground.it.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pgbackground.WorkerPoolMXBean;
import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.serving.Await;
import io.github.pgbackground.it.serving.Sql;
import io.github.pgbackground.micrometer.WorkerPoolMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jfr.Name;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The page about operations names every attribute of the bean, every meter and flight event, and
 * tests that there are; its query shows workers.
 */
@ExtendWith(PostgresExtension.class)
class OperationsPageTest {
  private static final Path TESTS = Path.of("src", "test", "java");
  private static final Pattern TEST = Pattern.compile("`(\\w+Test)\\.(\\w+)`");
  private static final Pattern ATTRIBUTE = Pattern.compile("`([A-Z]\\w+)`");
  private static final Pattern EVENT = Pattern.compile("\\b(Job[A-Z]\\w+)`");
  private static final Pattern METER = Pattern.compile("`(pgbackground\\.[\\w.]+)`");

  private final String page = Files.readString(Path.of("..", "driver", "docs", "operations.md"));

  OperationsPageTest() throws IOException {}

  @Test
  void each_end_of_a_job_is_held_by_tests_that_there_are() throws IOException {
    List<String> ends = lines("| what ends | a job");
    List<String> held = lines("| what ends | held by |");
    assertTrue(ends.size() >= 10, ends::toString);
    assertEquals(firstCells(ends), firstCells(held));
    for (String end : held) {
      List<String> missing =
          TEST.matcher(end)
              .results()
              .filter(test -> !exists(test.group(1), test.group(2)))
              .map(test -> test.group())
              .toList();
      assertTrue(TEST.matcher(end).find(), () -> "no test: " + end);
      assertEquals(List.of(), missing);
    }
  }

  /** Of a table that begins so. */
  private List<String> lines(String beginning) {
    return page.substring(page.indexOf(beginning))
        .lines()
        .takeWhile(line -> line.startsWith("|"))
        .skip(2)
        .toList();
  }

  private static List<String> firstCells(List<String> lines) {
    return lines.stream().map(line -> line.replaceFirst("^\\| (.*?) \\|.*", "$1")).toList();
  }

  private static boolean exists(String type, String method) {
    try (Stream<Path> files = Files.walk(TESTS)) {
      Path file = files.filter(path -> path.endsWith(type + ".java")).findFirst().orElse(TESTS);
      return Files.isRegularFile(file)
          && Pattern.compile("@Test\\s+void " + method + "\\(")
              .matcher(Files.readString(file))
              .find();
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void the_query_shows_the_session_and_its_worker(TestDatabase database) throws Exception {
    String query = page.substring(page.indexOf("```sql\n") + 7, page.indexOf("\n```\n"));
    Properties properties = new Properties();
    properties.setProperty("ApplicationName", "billing");
    try (Connection connection = database.connect(properties)) {
      int pid = Sql.launch(connection, "select 1");
      Await.until(
          "the worker is called what it is",
          () ->
              Sql.rows(connection, query).stream()
                  .anyMatch(row -> row.startsWith(pid + "|billing (pgbackground worker)|idle|")));
      assertEquals(2, Sql.rows(connection, query).size());
    }
  }

  @Test
  void the_table_of_meters_is_complete(TestDatabase database) throws Exception {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    try (WorkerPoolMetrics metrics = new WorkerPoolMetrics();
        Connection connection = database.connect()) {
      metrics.bindTo(registry);
      Sql.launch(connection, "select 1");
      Stream<String> meters = registry.getMeters().stream().map(meter -> meter.getId().getName());
      assertEquals(sorted(meters), named(METER, "| meter |", "### Flight"));
    }
  }

  @Test
  void each_flight_event_is_named() throws Exception {
    Class<?> events = Class.forName("io.github.pgbackground.internal.watch.FlightEvents");
    Stream<String> names =
        Stream.of(events.getDeclaredClasses())
            .map(event -> event.getAnnotation(Name.class))
            .filter(Objects::nonNull)
            .map(name -> name.value().replaceFirst(".*\\.", ""));
    assertEquals(sorted(names), named(EVENT, "### Flight", "### Logs"));
  }

  @Test
  void the_table_of_the_beans_attributes_is_complete() {
    Stream<String> attributes =
        Arrays.stream(WorkerPoolMXBean.class.getMethods())
            .map(method -> method.getName())
            .filter(name -> name.matches("(get|is)[A-Z].*"))
            .map(name -> name.replaceFirst("^(get|is)", ""));
    assertEquals(sorted(attributes), named(ATTRIBUTE, "| attribute |", "| operation |"));
  }

  /** What a part of the page has of a pattern. */
  private Set<String> named(Pattern pattern, String from, String to) {
    String part = page.substring(page.indexOf(from), page.indexOf(to));
    return sorted(pattern.matcher(part).results().map(found -> found.group(1)));
  }

  private static Set<String> sorted(Stream<String> names) {
    return names.collect(Collectors.toCollection(TreeSet::new));
  }
}
