package io.github.pgbackground.it.tools;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.TextNode;
import io.github.pgbackground.BackgroundDriver;
import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.serving.Sql;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.Locale;
import org.h2.tools.Server;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** H2's web console with this driver, in a browser. */
@ExtendWith(PostgresExtension.class)
class H2ConsoleTest {
  private static final String QUERY =
      """
      select n, n * n as square
        from pg_background_result(pg_background_launch('select generate_series(1, 5)')) as (n int)
       order by n desc""";

  private static final Path SCREENSHOT = Path.of("target", "h2-console.png");

  private final TestDatabase database;

  H2ConsoleTest(TestDatabase database) {
    this.database = database;
  }

  @Test
  void somebody_logs_in_and_reads_a_result(@TempDir Path directory) throws Exception {
    Path program = Chromium.find();
    assumeTrue(
        program != null && Files.isExecutable(program),
        "no Chromium on the path, nor -D" + Chromium.PROPERTY);
    try (Connection connection = database.connectPlain()) {
      Sql.execute(connection, "create table orders (id int primary key, total numeric)");
    }
    Server console =
        Server.createWebServer("-webPort", "0", "-webDaemon", "-properties", "null").start();
    try (Chromium chromium = Chromium.start(program, directory)) {
      chromium.open(console.getURL());
      chromium.await(
          "document.readyState == 'complete' && document.getElementsByName('driver').length == 1");
      logIn(chromium);
      chromium.await("frames['h2menu'].document.body.innerText.toLowerCase().includes('orders')");
      awaitShown(chromium, QUERY, "5\t25\n4\t16\n3\t9\n2\t4\n1\t1\n(5 rows");
      Files.write(SCREENSHOT, chromium.screenshot());
      awaitShown(
          chromium,
          "select * from pg_background_result(pg_background_launch('select 1 / 0')) as (n int)",
          "division by zero");
      chromium.open("about:blank");
    } finally {
      console.stop();
      try (Connection connection = database.connectPlain()) {
        Sql.execute(connection, "drop table orders");
      }
    }
  }

  private void logIn(Chromium chromium) throws Exception {
    fill(chromium, "driver", BackgroundDriver.class.getName());
    fill(chromium, "url", database.url());
    fill(chromium, "user", "");
    fill(chromium, "password", "");
    chromium.evaluate("document.querySelector('input[value=Connect]').click()");
    chromium.await(
        "frames['h2query'].document.readyState == 'complete'"
            + " && frames['h2query'].document.querySelector('textarea') != null");
  }

  private static void fill(Chromium chromium, String field, String value) throws Exception {
    chromium.evaluate(
        String.format(
            Locale.ROOT, "document.getElementsByName('%s')[0].value = %s", field, quoted(value)));
  }

  private static String quoted(String value) {
    return TextNode.valueOf(value).toString();
  }

  private static void awaitShown(Chromium chromium, String sql, String text) throws Exception {
    chromium.evaluate(
        "frames['h2query'].document.querySelector('textarea').value = " + quoted(sql));
    chromium.evaluate("frames['h2query'].document.querySelector('input[type=button]').click()");
    chromium.await("frames['h2result'].document.body.innerText.includes(" + quoted(text) + ")");
    chromium.await("frames['h2result'].document.readyState == 'complete'");
  }
}
