package io.github.pgbackground.it.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.github.pgbackground.BackgroundProperty;
import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.docs.Page.Block;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The pages are true: the table of properties is that of the driver; links lead somewhere; each
 * block of code is held by a test. After a link to a file it is a part of that file, which has a
 * test of its own; other Java examples compile, run, and print what the comment beside each {@code
 * println} says.
 */
@ExtendWith(PostgresExtension.class)
class PagesTest {
  private static final Pattern JAR = Pattern.compile("pgbackground-jdbc-[\\w.-]+\\.jar");

  private final List<Page> pages = Page.all();

  @TempDir Path folder;

  PagesTest() throws IOException {}

  private Page page(String name) {
    return pages.stream().filter(page -> page.name().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void the_table_of_properties_is_complete_and_right() {
    List<String> table =
        page("application.md")
            .text()
            .lines()
            .filter(line -> line.startsWith("| `pgbackground."))
            .toList();
    List<String> properties =
        Stream.of(BackgroundProperty.values())
            .map(
                property ->
                    String.format(
                        Locale.ROOT,
                        "| `%s` | %s | %s | %s |",
                        property.key(),
                        property.defaultValue(),
                        property.choices().isEmpty()
                            ? property.minimum() + " to " + property.maximum()
                            : String.join(", ", property.choices()),
                        property.description()))
            .toList();
    assertEquals(properties, table);
  }

  @TestFactory
  Stream<DynamicTest> links_lead_to_files() {
    return pages.stream()
        .map(
            page ->
                dynamicTest(
                    page.name(),
                    () ->
                        assertEquals(
                            List.of(),
                            page.linked().stream().filter(file -> !Files.exists(file)).toList())));
  }

  @TestFactory
  Stream<DynamicTest> links_to_headings_lead_to_headings() {
    return pages.stream()
        .map(page -> dynamicTest(page.name(), () -> assertEquals(List.of(), page.brokenAnchors())));
  }

  @Test
  void the_drivers_jar_is_named_as_it_is_built() {
    String built = Path.of(System.getProperty("pgbackground.test.allJar")).getFileName().toString();
    Set<String> named =
        pages.stream()
            .flatMap(page -> JAR.matcher(page.text()).results())
            .map(found -> found.group())
            .collect(Collectors.toSet());
    assertEquals(Set.of(built), named);
  }

  @TestFactory
  Stream<DynamicTest> each_block_is_held_by_one_test() {
    return pages.stream()
        .flatMap(
            page ->
                page.blocks().stream()
                    .map(
                        block ->
                            dynamicTest(
                                name(page, block),
                                () ->
                                    assertEquals(
                                        1,
                                        Holding.of(block).size(),
                                        () -> Holding.of(block).toString()))));
  }

  @TestFactory
  Stream<DynamicTest> blocks_after_a_link_to_a_file_are_parts_of_it() {
    return pages.stream()
        .flatMap(
            page ->
                Holding.PART_OF_A_FILE
                    .blocks(page)
                    .map(block -> dynamicTest(name(page, block), () -> checkSource(block))));
  }

  private static void checkSource(Block block) throws IOException {
    Path source = Objects.requireNonNull(block.source());
    List<String> part = block.text().lines().toList();
    List<String> whole = Files.readAllLines(source);
    boolean found =
        Stream.iterate(0, i -> i + part.size() <= whole.size(), i -> i + 1)
            .anyMatch(i -> isSameButIndented(part, whole.subList(i, i + part.size())));
    assertTrue(found, () -> block.text() + "is not in " + source);
  }

  private static boolean isSameButIndented(List<String> part, List<String> lines) {
    int more = lines.get(0).length() - part.get(0).length();
    String indentation = lines.get(0).substring(0, Math.max(0, more));
    return part.stream()
        .map(line -> line.isEmpty() ? line : indentation + line)
        .toList()
        .equals(lines);
  }

  @TestFactory
  Stream<DynamicTest> the_examples_print_what_they_say(TestDatabase database) {
    return pages.stream()
        .flatMap(
            page ->
                Holding.PROGRAM
                    .blocks(page)
                    .map(
                        block ->
                            dynamicTest(
                                name(page, block),
                                () -> checkPrinted(new JavaExample(block.text()), database))));
  }

  private void checkPrinted(JavaExample example, TestDatabase database) throws Exception {
    List<String> said = example.said();
    List<String> printed = example.run(folder, database);
    assertFalse(said.isEmpty());
    assertTrue(printed.containsAll(said), () -> said + " is not in " + printed);
  }

  private static String name(Page page, Block block) {
    return page.name() + ": " + block.firstLine();
  }
}
