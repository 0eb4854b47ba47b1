package io.github.pgbackground.it.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.docs.Page.Block;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

/** What a stranger sees first: the same lines fail before, and give a result after. */
@ExtendWith(PostgresExtension.class)
class ReadmeTest {
  private static final Pattern LINE_IN_FILE =
      Pattern.compile("(?m)^\\| [^|]+ \\| \\[`([^`]+)`\\]\\(([^)]+)\\) \\|$");

  private final Page readme = Page.all().get(0);

  ReadmeTest() throws IOException {}

  private Block only(Holding holding) {
    List<Block> blocks = holding.blocks(readme).toList();
    assertEquals(1, blocks.size(), holding::name);
    return blocks.get(0);
  }

  @Test
  void before_and_after_are_five_lines() {
    assertEquals(5, only(Holding.BEFORE_AND_AFTER).text().lines().count());
  }

  @Test
  void without_the_driver_the_server_refuses_as_it_says(TestDatabase database, @TempDir Path folder)
      throws Exception {
    Side before = side('-');
    assertEquals(List.of("ERROR: " + before.comment()), before.run(folder, database));
  }

  @Test
  void with_the_driver_the_same_query_gives_what_it_says(
      TestDatabase database, @TempDir Path folder) throws Exception {
    Side after = side('+');
    assertEquals(List.of(after.comment()), after.run(folder, database));
    assertEquals(side('-').query(), after.query());
  }

  /** The lines of one side and those of both. */
  private Side side(char sign) {
    List<String> lines =
        only(Holding.BEFORE_AND_AFTER)
            .text()
            .lines()
            .filter(line -> line.charAt(0) == sign || line.charAt(0) == ' ')
            .map(line -> line.substring(2))
            .toList();
    int last = lines.size() - 1;
    String query = lines.get(last).replaceFirst("; //.*", "");
    String comment = lines.get(last).replaceFirst(".*; // ", "");
    return new Side(String.join("\n", lines.subList(0, last)), query, comment);
  }

  /**
   * What stands there before, or after.
   *
   * @param comment what comes of the query: its first value, or the first line of its error
   */
  private record Side(String preparation, String query, String comment) {
    List<String> run(Path folder, TestDatabase database) throws Exception {
      return new JavaExample(
              String.format(
                  Locale.ROOT,
                  """
                  %s
                  try (db; var rows = %s) {
                    rows.next();
                    System.out.println(rows.getString(1));
                  } catch (SQLException e) {
                    System.out.println(e.getMessage().lines().findFirst().orElseThrow());
                  }
                  """,
                  preparation,
                  query))
          .run(folder, database);
    }
  }

  @Test
  void the_dependency_is_the_drivers() throws Exception {
    Element said = root(only(Holding.DEPENDENCY).text());
    Element is = root(Files.readString(Path.of("..", "driver", "pom.xml")));
    assertEquals(text(is, "artifactId", 1), text(said, "artifactId", 0));
    assertEquals(text(is, "groupId", 0), text(said, "groupId", 0));
    assertEquals(text(is, "version", 0), text(said, "version", 0));
  }

  @Test
  void the_line_that_a_framework_needs_is_one_of_its_example() throws IOException {
    List<MatchResult> rows = LINE_IN_FILE.matcher(readme.text()).results().toList();
    assertEquals(4, rows.size());
    for (MatchResult row : rows) {
      List<String> example = Files.readAllLines(Path.of("..").resolve(row.group(2)));
      assertTrue(example.stream().map(String::strip).anyMatch(row.group(1)::equals), row::group);
    }
  }

  private static Element root(String xml) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(xml)))
        .getDocumentElement();
  }

  private static String text(Element element, String name, int number) {
    return element.getElementsByTagName(name).item(number).getTextContent();
  }
}
