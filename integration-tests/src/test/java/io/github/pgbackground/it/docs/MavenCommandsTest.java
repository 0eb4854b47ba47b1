package io.github.pgbackground.it.docs;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The Maven commands of the pages, in blocks and in sentences: what they name is there. The tour's
 * is run as it stands; those that build and test are parts of what runs this test.
 */
class MavenCommandsTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern COMMAND = Pattern.compile("(?m)^(mvn .*?)(?: +#.*)?$|`(mvn [^`]+)`");
  private static final Pattern WORD = Pattern.compile("(?:[^\\s\"]|\"[^\"]*\")+");
  private static final Set<String> PHASES =
      Set.of("clean", "compile", "install", "package", "test", "test-compile", "verify");
  private static final Set<String> FLAGS = Set.of("-am", "-q");

  /** Maven's own and its plugins'. */
  private static final Set<String> PROPERTIES =
      Set.of("skipTests", "surefire.failIfNoSpecifiedTests", "test");

  private final String poms;

  MavenCommandsTest() throws IOException {
    StringBuilder all = new StringBuilder();
    for (Path module : List.of(ROOT, module("driver"), module("integration-tests"))) {
      all.append(Files.readString(module.resolve("pom.xml")));
    }
    poms = all.toString();
  }

  private static Path module(String name) {
    return ROOT.resolve(name);
  }

  private static Stream<String> commands(Page page) {
    return COMMAND
        .matcher(page.text())
        .results()
        .map(found -> found.group(1) == null ? found.group(2) : found.group(1));
  }

  @TestFactory
  Stream<DynamicTest> what_a_command_names_is_there() throws IOException {
    return Page.all().stream()
        .flatMap(MavenCommandsTest::commands)
        .distinct()
        .map(command -> dynamicTest(command, () -> check(command)));
  }

  private void check(String command) throws IOException {
    List<String> words = WORD.matcher(command).results().map(word -> word.group()).toList();
    for (int i = 1; i < words.size(); i++) {
      String word = words.get(i);
      if (word.equals("-pl")) {
        String name = words.get(++i);
        assertTrue(Files.exists(module(name).resolve("pom.xml")), name);
      } else if (word.startsWith("-P")) {
        assertTrue(poms.contains("<id>" + word.substring(2) + "</id>"), word);
      } else if (word.startsWith("-D")) {
        checkProperty(word.replaceFirst("^-D", ""));
      } else if (word.contains(":")) {
        assertTrue(poms.contains(word.replaceFirst(":.*", "") + "-maven-plugin"), word);
      } else {
        assertTrue(FLAGS.contains(word) || PHASES.contains(word), word);
      }
    }
  }

  private void checkProperty(String property) throws IOException {
    String name = property.replaceFirst("=.*", "");
    String value = property.replaceFirst("[^=]*=?", "");
    assertTrue(PROPERTIES.contains(name) || poms.contains("${" + name + "}"), name);
    if (name.equals("test")) {
      try (Stream<Path> files = Files.walk(Path.of("src", "test", "java"))) {
        assertTrue(files.anyMatch(file -> file.endsWith(value + ".java")), value);
      }
    } else if (value.startsWith("../")) {
      assertTrue(Files.exists(Path.of(value)), value);
    }
  }

  @Test
  void the_build_that_others_run_is_that_of_the_page() throws IOException {
    assertTrue(commands(Page.all().get(0)).anyMatch("mvn verify"::equals));
    String build = Files.readString(ROOT.resolve(".ci").resolve("run"));
    assertTrue(build.stripTrailing().matches("(?s).*\nexec mvn [-\\w ]*verify"), build);
  }

  /** On a copy of the project, since another Maven is at work in this one. */
  @Test
  void the_tour_runs_by_the_first_command_of_the_readme(@TempDir Path copy) throws Exception {
    String home = System.getProperty("pgbackground.test.maven", "");
    assumeFalse(home.isEmpty(), "these tests were not started by Maven");
    assumeTrue(Shell.isThere(), "this machine has no /bin/sh");
    String command = commands(Page.all().get(0)).findFirst().orElseThrow();
    copyProject(copy);
    String path = Path.of(home, "bin") + File.pathSeparator + System.getenv("PATH");
    String repository = System.getProperty("pgbackground.test.maven.repository");
    boolean offline = System.getProperty("pgbackground.test.maven.network").contains("true");
    String mvn =
        String.format(
            Locale.ROOT,
            "mvn %s -Dmaven.repo.local='%s' -Dmaven.compiler.useIncrementalCompilation=false ",
            offline ? "-o" : "",
            repository);
    List<String> printed =
        new Shell(copy, Map.of("PATH", path))
            .run(mvn + command.replaceFirst("^mvn ", ""), "")
            .lines()
            .toList();
    for (String line : List.of(" VACUUM", "The server is stopped and its data are removed.")) {
      assertTrue(printed.contains(line), printed::toString);
    }
  }

  /** What the command needs; the driver's classes as they are, so that this takes no minute. */
  private static void copyProject(Path copy) throws IOException {
    for (String part : List.of("pom.xml", ".mvn", "META-INF-services", "driver", "src-examples")) {
      copyTree(ROOT.resolve(part), copy.resolve(part));
    }
    Path classes = Path.of("target", "classes");
    Files.createDirectory(copy.resolve("driver").resolve("target"));
    copyTree(module("driver").resolve(classes), copy.resolve("driver").resolve(classes));
    // The reactor has to know it, though nothing of it is built.
    Files.createDirectory(copy.resolve("integration-tests"));
    copyTree(
        module("integration-tests").resolve("pom.xml"), copy.resolve("integration-tests/pom.xml"));
  }

  private static void copyTree(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Path inside = from.relativize(file);
        if (!inside.startsWith("target")) {
          Files.copy(file, to.resolve(inside.toString()), StandardCopyOption.COPY_ATTRIBUTES);
        }
      }
    }
  }
}
