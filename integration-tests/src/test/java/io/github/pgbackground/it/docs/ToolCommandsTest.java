package io.github.pgbackground.it.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.docs.Page.Block;
import io.github.pgbackground.it.serving.Await;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.h2.tools.Server;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import sqlline.SqlLine;

/** The commands that start tools, as they stand on the page, beside the files that they name. */
@ExtendWith(PostgresExtension.class)
class ToolCommandsTest {
  private final TestDatabase database;

  @TempDir private Path directory;

  ToolCommandsTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void bringTheFiles() throws Exception {
    assumeTrue(Shell.isThere(), "this machine has no /bin/sh");
    bring(Path.of(System.getProperty("pgbackground.test.allJar")));
    for (Class<?> tool : List.of(Server.class, SqlLine.class)) {
      bring(Path.of(tool.getProtectionDomain().getCodeSource().getLocation().toURI()));
    }
  }

  private void bring(Path jar) throws IOException {
    Files.copy(jar, directory.resolve(jar.getFileName()));
  }

  private String command(String tool) throws IOException {
    List<String> commands =
        Page.all().stream().flatMap(Holding.TOOL::blocks).map(Block::text).toList();
    assertEquals(2, commands.size());
    return commands.stream().filter(text -> text.contains(tool)).findFirst().orElseThrow();
  }

  /** A person's home is not for tests. */
  private Shell shell(String... options) {
    String all = "-Duser.home=" + directory + " " + String.join(" ", options);
    return new Shell(directory, Map.of("JAVA_TOOL_OPTIONS", all));
  }

  @Test
  void sqlline_runs_a_job_on_the_server_of_its_command() throws Exception {
    String command = command("sqlline");
    assertTrue(command.contains(" jdbc:pgbackground://localhost/postgres -n postgres"), command);
    String printed =
        shell()
            .run(
                command.replace("jdbc:pgbackground://localhost/postgres", quoted(database.url())),
                """
                !set outputformat csv
                select * from pg_background_result(pg_background_launch('select 6 * 7')) as (n int);
                !quit
                """);
    assertTrue(printed.lines().anyMatch("'42'"::equals), printed);
  }

  private static String quoted(String word) {
    return "'" + word + "'";
  }

  @Test
  void the_console_of_its_command_connects_with_the_driver() throws Exception {
    Path address = directory.resolve("address");
    Path browser = directory.resolve("browser");
    Files.writeString(browser, "#!/bin/sh\necho \"$1\" > '" + address + "'\n");
    Files.setPosixFilePermissions(browser, PosixFilePermissions.fromString("rwx------"));
    // Else the port would be the one of the console that a person may have open.
    Files.writeString(directory.resolve(".h2.server.properties"), "webPort=0\n");
    Path screen = directory.resolve("screen");
    Process console = shell("-Dh2.browser=" + browser).start(command("h2-"), screen);
    try {
      Await.until(
          "the browser is opened",
          () -> Files.exists(address) && Files.readString(address).endsWith("\n"));
      assertTrue(connects(URI.create(Files.readString(address).strip())).contains("successful"));
    } finally {
      Shell.end(console);
    }
  }

  /** What its button for a test of the connection says. */
  private String connects(URI page) throws Exception {
    String form =
        "language=en&driver=io.github.pgbackground.BackgroundDriver&user=&password=&url="
            + URLEncoder.encode(database.url(), UTF_8);
    String session =
        answer(HttpRequest.newBuilder(page)).replaceFirst("(?s).*?(jsessionid=\\w+).*", "$1");
    return answer(
        HttpRequest.newBuilder(page.resolve("test.do?" + session))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form)));
  }

  /**
   * By a client of its own: the console closes each connection behind its answer without saying so,
   * and a client that still takes it for open would send the next request into it.
   */
  private static String answer(HttpRequest.Builder request) throws Exception {
    return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString()).body();
  }
}
