package io.github.pgbackground.examples.spring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.serving.Await;
import io.github.pgbackground.it.serving.Sql;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The shop as a process of its own, which is told to end. */
@ExtendWith(PostgresExtension.class)
class ShutdownTest {
  private static final Pattern LISTENS = Pattern.compile("Tomcat started on port (\\d+)");

  private static final String WAITING =
      "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'purchase'::regclass";

  private static final String IDLE =
      "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
          + " AND state = 'idle' AND pid <> pg_backend_pid()";

  /** Of the driver's own: it answers what the worker's job asks for. */
  private static final String ONE_CONNECTION = "1";

  @Test
  void the_shop_ends_when_its_jobs_have(TestDatabase database) throws Exception {
    Process shop = start(database);
    try (Connection connection = database.connectPlain();
        Connection holder = database.connectPlain();
        BufferedReader out = shop.inputReader(UTF_8)) {
      String address = "http://localhost:" + port(out);
      Sql.execute(connection, "INSERT INTO purchase (article, pieces) VALUES ('tea', 3)");
      holder.setAutoCommit(false);
      Sql.execute(holder, "LOCK TABLE purchase");
      assertEquals(202, beginClosing(address));
      Await.until("the job waits", () -> "1".equals(Sql.value(connection, WAITING)));

      shop.destroy();
      Await.until("the pool is closed", () -> ONE_CONNECTION.equals(Sql.value(connection, IDLE)));
      assertFalse(shop.waitFor(1, SECONDS), "the shop waits for the job");
      holder.rollback();
      assertTrue(shop.waitFor(Await.PATIENCE.toSeconds(), SECONDS), "the shop has ended");
      assertEquals("tea 3", Sql.value(connection, "SELECT article || ' ' || pieces FROM closing"));
    } finally {
      shop.destroyForcibly().waitFor();
    }
  }

  private static Process start(TestDatabase database) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command = new ArrayList<>(List.of(java, "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Shop.class.getName()));
    command.addAll(List.of(RunningShop.arguments(database)));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  /** Reads what the shop says until it says where it listens. */
  private static String port(BufferedReader out) throws IOException {
    Matcher listens = LISTENS.matcher("");
    while (!listens.find()) {
      String line = out.readLine();
      assertNotNull(line, "the shop has not started");
      listens.reset(line);
    }
    return listens.group(1);
  }

  private static int beginClosing(String address) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address + "/closings"))
            .POST(BodyPublishers.noBody())
            .build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode();
  }
}
