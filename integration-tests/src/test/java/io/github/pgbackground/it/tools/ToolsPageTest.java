package io.github.pgbackground.it.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.serving.Sql;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.h2.tools.Server;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import sqlline.SqlLine;

/** The page about tools shows what the program prints, and names the files that there are. */
@ExtendWith(PostgresExtension.class)
class ToolsPageTest {
  private static final String ROLE = "pgbackground_it_page";
  private static final String COMMAND = "$ java -jar ";
  private static final Pattern JAR = Pattern.compile("[\\w.-]+\\.jar\\b");

  private final String page = Files.readString(Path.of("..", "driver", "docs", "tools.md"));

  ToolsPageTest() throws IOException {}

  @Test
  void the_check_prints_what_the_page_shows(TestDatabase database) throws Exception {
    List<String> shown =
        page.substring(page.indexOf(COMMAND))
            .lines()
            .skip(1)
            .takeWhile(line -> !line.startsWith("```"))
            .toList();
    try (Connection owner = database.connectPlain()) {
      Sql.execute(owner, "create role " + ROLE + " login connection limit 10");
      try {
        String url = database.url().replaceFirst("\\?.*", "");
        JarRun run = JarRun.check(url, "--user", ROLE);
        String server = "localhost:" + Sql.value(owner, "show port");
        assertEquals(
            shown.stream().map(ToolsPageTest::timeless).toList(),
            run.lines().stream()
                .map(line -> line.replace(ROLE, "app"))
                .map(line -> line.replace(database.name(), "postgres").replace(server, "localhost"))
                .map(ToolsPageTest::timeless)
                .toList());
      } finally {
        Sql.execute(owner, "drop role " + ROLE);
      }
    }
  }

  /** Without what differs each time. */
  private static String timeless(String line) {
    return line.replaceAll("[\\d.]+ ms", "N ms").replaceAll("PostgreSQL .*", "PostgreSQL N");
  }

  @Test
  void the_files_that_the_commands_name_are_those_of_this_build() throws Exception {
    Set<String> named =
        JAR.matcher(page)
            .results()
            .map(found -> found.group())
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> there = new TreeSet<>(Set.of(JarRun.ALL.getFileName().toString()));
    for (Class<?> tool : List.of(Server.class, SqlLine.class)) {
      Path file = Path.of(tool.getProtectionDomain().getCodeSource().getLocation().toURI());
      there.add(file.getFileName().toString());
    }
    named.remove("-all.jar");
    assertEquals(there, named);
    for (Class<?> tool : List.of(Server.class, SqlLine.class)) {
      assertTrue(page.contains(" " + tool.getName() + " "), tool.getName());
    }
  }
}
