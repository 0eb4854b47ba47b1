package io.github.pgbackground.it.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The Maven commands of the pages run; those that run all tests are what runs this one. */
@ExtendWith(PostgresExtension.class)
class MavenRunsTest {
  private static final Pattern ALL_TESTS = Pattern.compile("mvn verify( -[PD]\\S+)?");

  private static final String TOUR = "mvn -q -pl src-examples -am compile exec:exec";
  private static final String INSTALL = "mvn -pl driver -am install -DskipTests";
  private static final String PACKAGE = "mvn -pl driver -am package -DskipTests";
  private static final String TESTS_OF_THE_DRIVER = "mvn -pl driver test";
  private static final String FORMAT = "mvn spotless:apply";
  private static final String ONE_TEST =
      "mvn verify -pl integration-tests -am -Dtest=QueueTest -Dsurefire.failIfNoSpecifiedTests=false";
  private static final String BENCHMARKS =
      "mvn -q -Pbenchmarks -pl integration-tests -am test-compile exec:exec";
  private static final String PLOT =
      BENCHMARKS + " -Dbenchmarks.plot=../driver/docs/images/comparison.svg";

  private static final Set<String> RUN =
      Set.of(TOUR, INSTALL, PACKAGE, TESTS_OF_THE_DRIVER, FORMAT, ONE_TEST, BENCHMARKS, PLOT);

  @TempDir private static Path folder;
  private static Maven maven;

  @BeforeAll
  static void copy() throws IOException {
    maven = Maven.onACopy(folder);
  }

  @Test
  void all_others_of_the_pages_run_all_tests() throws IOException {
    Set<String> others =
        Page.all().stream()
            .flatMap(MavenCommandsTest::commands)
            .map(String::strip)
            .filter(command -> !ALL_TESTS.matcher(command).matches())
            .collect(Collectors.toSet());
    assertEquals(RUN, others);
  }

  @Test
  void the_tour_starts_and_stops_a_server() throws Exception {
    List<String> printed = maven.run(TOUR).lines().toList();
    for (String line : List.of(" VACUUM", "The server is stopped and its data are removed.")) {
      assertTrue(printed.contains(line), printed::toString);
    }
  }

  /** The install phase comes after the package phase. */
  @Test
  void what_is_installed_serves_a_project_that_has_the_dependency_of_the_readme(
      TestDatabase database) throws Exception {
    assertEquals(PACKAGE, INSTALL.replace("install", "package"));
    Path repository = maven.repositoryWithoutThisProject();
    maven.run(maven.project(), repository, INSTALL);
    Path all = Path.of(System.getProperty("pgbackground.test.allJar")).getFileName();
    assertTrue(Files.exists(maven.project().resolve("driver").resolve("target").resolve(all)));
    Path application = Files.createDirectory(folder.resolve("application"));
    Files.writeString(application.resolve("pom.xml"), pom());
    String printed =
        maven.run(
            application,
            repository,
            String.format(
                Locale.ROOT,
                "mvn -q exec:exec -Dexec.executable='%s/bin/java' -Dexec.args=\"-cp %%classpath"
                    + " io.github.pgbackground.Main --url '%s'\"",
                System.getProperty("java.home"),
                database.url()));
    assertTrue(printed.lines().anyMatch(line -> line.startsWith("ok       launch ")), printed);
    assertTrue(printed.contains("No SLF4J providers were found"), printed);
  }

  /** An application's, with the dependency as it stands. */
  private static String pom() throws IOException {
    String version = Files.readString(Path.of("..", "pom.xml"));
    return String.format(
        Locale.ROOT,
        """
        <project>
          <modelVersion>4.0.0</modelVersion>
          <groupId>shop</groupId>
          <artifactId>shop</artifactId>
          <version>1</version>
          <dependencies>
            %s
          </dependencies>
          <build>
            <plugins>
              <plugin>
                <groupId>org.codehaus.mojo</groupId>
                <artifactId>exec-maven-plugin</artifactId>
                <version>%s</version>
              </plugin>
            </plugins>
          </build>
        </project>
        """,
        Holding.DEPENDENCY.blocks(Page.all().get(0)).findFirst().orElseThrow().text(),
        version.replaceFirst("(?s).*<version.plugin.exec>([^<]*)<.*", "$1"));
  }

  @Test
  void the_tests_of_the_driver_run_without_the_other_modules() throws Exception {
    String printed = maven.run(TESTS_OF_THE_DRIVER + " -B -Dtest=AddressTest");
    assertTrue(printed.contains("Running io.github.pgbackground.internal.settings."), printed);
  }

  @Test
  void one_integration_test_runs_alone() throws Exception {
    String printed = maven.run(ONE_TEST.replace("mvn ", "mvn -B "));
    assertTrue(printed.contains("Running io.github.pgbackground.it.pool.QueueTest"), printed);
  }

  @Test
  void the_format_that_is_given_is_the_one_that_the_sources_have() throws Exception {
    Map<Path, FileTime> before = sources();
    maven.run(FORMAT);
    Map<Path, FileTime> after = sources();
    assertEquals(before.keySet(), after.keySet());
    assertEquals(
        List.of(),
        before.entrySet().stream()
            .filter(source -> !source.getValue().equals(after.get(source.getKey())))
            .map(Map.Entry::getKey)
            .toList());
  }

  /** When they were written last. */
  private static Map<Path, FileTime> sources() throws IOException {
    Map<Path, FileTime> sources = new TreeMap<>();
    try (Stream<Path> files = Files.walk(maven.project())) {
      for (Path file : (Iterable<Path>) files::iterator) {
        if (file.toString().matches(".*/src/.*[.]java")) {
          sources.put(file, Files.getLastModifiedTime(file));
        }
      }
    }
    return sources;
  }

  @Test
  void the_plot_is_made_of_what_the_benchmarks_measure() throws Exception {
    assertTrue(PLOT.startsWith(BENCHMARKS));
    Path plot = maven.project().resolve(Path.of("driver", "docs", "images", "comparison.svg"));
    Files.delete(plot);
    Path target = maven.project().resolve(Path.of("integration-tests", "target"));
    Maven.copy(target.resolve("test-classes"), target.resolve("benchmarks-classes"));
    String printed =
        maven.run(PLOT + " -Dbenchmarks.args='-p workload=NESTED -f 1 -wi 0 -i 1 -r 100ms'");
    assertTrue(printed.contains("result(launch(select 1)), one statement"), printed);
    assertEquals(
        "svg",
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(plot.toFile())
            .getDocumentElement()
            .getTagName());
  }
}
