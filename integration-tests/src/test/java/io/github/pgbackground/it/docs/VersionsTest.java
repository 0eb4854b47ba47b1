package io.github.pgbackground.it.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The versions that pages name are those that the build tests with. */
class VersionsTest {
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| (\\w+) \\| ([\\d.]+) \\| ([\\d.]+) \\|$");

  private final String build = Files.readString(Path.of("..", "pom.xml"));

  VersionsTest() throws IOException {}

  /** Of a property, in a pom. */
  private static String value(String pom, String property) {
    Matcher value = Pattern.compile("<version\\." + property + ">([^<]+)<").matcher(pom);
    assertTrue(value.find(), property);
    return value.group(1);
  }

  @Test
  void the_readme_has_the_newest_and_the_oldest() throws IOException {
    String floor = Files.readString(Path.of("pom.xml"));
    List<MatchResult> rows = ROW.matcher(Page.all().get(0).text()).results().toList();
    assertEquals(
        List.of("pgjdbc", "HikariCP", "Caffeine"), rows.stream().map(row -> row.group(1)).toList());
    for (MatchResult row : rows) {
      String property = row.group(1).toLowerCase(Locale.ROOT);
      assertEquals(value(build, property), row.group(2));
      assertEquals(value(floor, property), row.group(3));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "operations.md, tried with 1.17, micrometer",
    "orms.md, EclipseLink 5, eclipselink",
    "orms.md, Hibernate 6.6, hibernate-6",
    "orms.md, 'Hibernate 6.6, 7', hibernate-7",
    "orms.md, jOOQ 3.19, jooq",
    "orms.md, Jdbi 3, jdbi",
    "orms.md, MyBatis 3.5, mybatis",
    "spring.md, Spring Boot 3.5, spring-boot-3",
    "spring.md, Spring Boot 3.5 and 4.1, spring-boot-4",
  })
  void a_page_names_what_its_examples_run_with(String name, String words, String property)
      throws IOException {
    Page page =
        Page.all().stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
    assertTrue(page.text().contains(words), words);
    String version = words.replaceFirst(".* ", "");
    assertTrue((value(build, property) + ".").startsWith(version + "."), value(build, property));
  }
}
