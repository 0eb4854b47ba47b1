package io.github.pgbackground.it.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.functions.V2;
import io.github.pgbackground.it.serving.Gate;
import io.github.pgbackground.it.serving.Sql;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the driver's logger is given. */
@ExtendWith(PostgresExtension.class)
class LogTest {
  private static final Logger LOGGER = Logger.getLogger("io.github.pgbackground");
  private static final String PASSWORD = "a-password-that-stands-out";
  private static final String TEXT = "a text that stands out";

  private final TestDatabase database;
  private final Queue<LogRecord> records = new ConcurrentLinkedQueue<>();

  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord record) {
          records.add(record);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  LogTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void listen() throws SQLException {
    LOGGER.addHandler(handler);
    LOGGER.setLevel(Level.ALL);
    LOGGER.setUseParentHandlers(false);
    try (Connection owner = database.connectPlain()) {
      Sql.execute(owner, "drop role if exists logged");
      Sql.execute(owner, "create role logged login password '" + PASSWORD + "'");
    }
  }

  @AfterEach
  void stopListening() throws SQLException {
    LOGGER.removeHandler(handler);
    LOGGER.setLevel(null);
    LOGGER.setUseParentHandlers(true);
    try (Connection owner = database.connectPlain()) {
      Sql.execute(owner, "drop role logged");
    }
  }

  /** What an application does: jobs that end well and badly, a launch that fails. */
  private void work() throws Exception {
    Properties properties = new Properties();
    properties.setProperty("pgbackground.maxWorkers", "1");
    properties.setProperty("pgbackground.launchTimeout", "2000");
    try (Gate gate = Gate.in(database);
        Connection connection =
            DriverManager.getConnection(
                database.url().replaceAll("user=[^&]*", "user=logged") + "&password=" + PASSWORD,
                properties)) {
      Sql.result(connection, Sql.launch(connection, "select '" + TEXT + "'"), "t text");
      int failing = Sql.launch(connection, "select '" + TEXT + "'::int");
      Sql.error("22P02", () -> Sql.result(connection, failing, "n int"));
      V2 cancelled = V2.launch(connection, gate.query() + " where '" + TEXT + "' <> ''");
      gate.awaitArrival(cancelled.pid());
      Sql.error("53000", () -> Sql.launch(connection, "select '" + TEXT + "'"));
      cancelled.call("cancel_v2");
      Sql.error("57P01", () -> cancelled.result("t text"));
      Sql.value(
          connection, "select pg_background_launch('select 1') is null from generate_series(1, 1)");
    }
  }

  private List<String> said(Level from, Level to) {
    return records.stream()
        .filter(record -> record.getLevel().intValue() >= from.intValue())
        .filter(record -> record.getLevel().intValue() <= to.intValue())
        .map(LogTest::text)
        .toList();
  }

  private static String text(LogRecord record) {
    StringWriter text = new StringWriter().append(new SimpleFormatter().formatMessage(record));
    if (record.getThrown() != null) {
      record.getThrown().printStackTrace(new PrintWriter(text));
    }
    return text.toString();
  }

  @Test
  void nothing_is_said_at_info_or_above_of_what_applications_are_told_anyway() throws Exception {
    work();
    assertEquals(List.of(), said(Level.INFO, Level.OFF));
  }

  @Test
  void texts_of_jobs_are_said_at_fine_and_passwords_nowhere() throws Exception {
    work();
    List<String> fine = said(Level.FINE, Level.FINE);
    assertTrue(
        fine.stream().anyMatch(line -> line.endsWith(" is launched: select '" + TEXT + "'")),
        fine::toString);
    assertTrue(
        fine.stream().anyMatch(line -> line.contains(" is COMPLETED after ")), fine::toString);
    assertTrue(
        fine.stream().anyMatch(line -> line.contains(" is CANCELLED after ")), fine::toString);
    assertTrue(
        fine.stream()
            .anyMatch(
                line -> line.contains("A launch at ") && line.contains("no background worker")),
        fine::toString);
    assertFalse(said(Level.ALL, Level.OFF).stream().anyMatch(line -> line.contains(PASSWORD)));
  }
}
