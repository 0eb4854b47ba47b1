package io.github.pgbackground.it.docs;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The Maven commands of the pages, in blocks and in sentences: what they name is there. */
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

  /** The commands of a page. */
  static Stream<String> commands(Page page) {
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
}
