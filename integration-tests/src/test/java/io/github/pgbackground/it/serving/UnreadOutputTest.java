package io.github.pgbackground.it.serving;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.util.PSQLWarning;
import org.postgresql.util.ServerErrorMessage;

/** What nobody reads for a while: it waits in memory, then in a file, and the job goes on. */
@ExtendWith(PostgresExtension.class)
class UnreadOutputTest {
  private static final int ROWS = 40_000;

  /** About eight megabytes. */
  private static final String JOB =
      "select i, case when i % 3 = 0 then null else repeat('x', 300) end from generate_series(1, "
          + ROWS
          + ") i";

  private static final String COLUMNS = "n int, t text";

  private final TestDatabase database;

  UnreadOutputTest(TestDatabase database) {
    this.database = database;
  }

  /** Launches a job and waits until its worker has nothing to do any more. */
  private int launchToEnd(Connection connection, String launch) throws Exception {
    int pid = Integer.parseInt(String.valueOf(Sql.value(connection, launch)));
    try (Connection looking = database.connectPlain()) {
      Await.until(
          "the job has ended",
          () ->
              "1"
                  .equals(
                      Sql.value(
                          looking,
                          "select count(*) from pg_stat_activity where state = 'idle' and query"
                              + " like 'DISCARD ALL%' and pid = "
                              + pid)));
    }
    return pid;
  }

  private int launchToEnd(Connection connection) throws Exception {
    return launchToEnd(connection, "select pg_background_launch($job$" + JOB + "$job$)");
  }

  private static String result(int pid) {
    return "select * from pg_background_result(" + pid + ") as (" + COLUMNS + ")";
  }

  private static void assertComplete(ResultSet rows) throws SQLException {
    for (int i = 1; i <= ROWS; i++) {
      assertTrue(rows.next());
      assertEquals(i, rows.getInt(1));
      String text = rows.getString(2);
      assertEquals(i % 3 == 0, rows.wasNull());
      assertEquals(i % 3 == 0 ? -1 : 300, text == null ? -1 : text.length());
    }
    assertFalse(rows.next());
  }

  /** Spill files that this JVM has open; they have no name in any directory. */
  private static int spillFiles() throws IOException {
    int found = 0;
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path descriptor : descriptors) {
        String target = target(descriptor);
        if (target.contains("pgbackground-") && target.endsWith(".spill (deleted)")) {
          found++;
        }
      }
    }
    return found;
  }

  /** Who drops rows does not wait for the worker, which may still be adding the last ones. */
  private static void awaitNoSpillFile() throws Exception {
    Await.until("the file is gone", () -> spillFiles() == 0);
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      // Closed meanwhile.
      return "";
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 100})
  void rows_wait_for_a_reader_who_comes_late(int fetchSize) throws Exception {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.setFetchSize(fetchSize);
      assertComplete(statement.executeQuery(result(launchToEnd(connection))));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {64, 1_000, 1_000_000, 268_435_456})
  void the_queue_size_changes_nothing_of_what_is_read(int queueSize) throws Exception {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      String launch = "select pg_background_launch($job$" + JOB + "$job$, " + queueSize + ")";
      assertComplete(statement.executeQuery(result(launchToEnd(connection, launch))));
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void the_file_has_no_name_and_is_gone_when_all_is_read() throws Exception {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      int pid = launchToEnd(connection);
      assertEquals(1, spillFiles());
      assertComplete(statement.executeQuery(result(pid)));
      awaitNoSpillFile();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"detach", "early close", "session"})
  @EnabledOnOs(OS.LINUX)
  void the_file_is_gone_when_nobody_wants_it_any_more(String end) throws Exception {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      int pid = launchToEnd(connection);
      assertEquals(1, spillFiles());
      switch (end) {
        case "detach" -> Sql.execute(connection, "select pg_background_detach(" + pid + ")");
        case "early close" -> {
          statement.setFetchSize(10);
          ResultSet rows = statement.executeQuery(result(pid));
          assertTrue(rows.next());
          rows.close();
        }
        default -> connection.close();
      }
      awaitNoSpillFile();
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void a_queue_that_is_large_enough_needs_no_file() throws Exception {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      int pid =
          launchToEnd(connection, "select pg_background_launch($job$" + JOB + "$job$, 100000000)");
      assertEquals(0, spillFiles());
      assertComplete(statement.executeQuery(result(pid)));
    }
  }

  private Connection connectWithMaxSpill(int megabytes) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("pgbackground.maxSpill", Integer.toString(megabytes));
    return database.connect(properties);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void what_has_no_room_is_lost_and_the_job_commits(int megabytes) throws Exception {
    try (Connection connection = connectWithMaxSpill(megabytes);
        Statement statement = connection.createStatement()) {
      statement.execute("drop table if exists kept; create table kept (n int, t text)");
      int pid =
          launchToEnd(
              connection,
              "select pg_background_launch($job$insert into kept " + JOB + " returning *$job$)");
      ServerErrorMessage error =
          Sql.error("53100", () -> statement.executeQuery(result(pid)).close());
      assertTrue(String.valueOf(error.getHint()).contains("pgbackground.maxSpill"));
      assertEquals("" + ROWS, Sql.value(connection, "select count(*) from kept"));
      Sql.error("42704", () -> statement.executeQuery(result(pid)).close());
    }
  }

  @Test
  void a_reader_gets_what_there_was_room_for_before_the_error() throws Exception {
    try (Connection connection = connectWithMaxSpill(1);
        Statement statement = connection.createStatement()) {
      statement.setFetchSize(10);
      int pid = launchToEnd(connection);
      ResultSet rows = statement.executeQuery(result(pid));
      int[] read = {0};
      Sql.error(
          "53100",
          () -> {
            while (rows.next()) {
              read[0]++;
              assertEquals(read[0], rows.getInt(1));
            }
          });
      assertTrue(read[0] > 1_000 && read[0] < ROWS, () -> read[0] + " rows");
    }
  }

  @Test
  void a_reader_who_wants_no_more_than_there_is_gets_no_error() throws Exception {
    try (Connection connection = connectWithMaxSpill(1);
        Statement statement = connection.createStatement()) {
      statement.setMaxRows(100);
      ResultSet rows = statement.executeQuery(result(launchToEnd(connection)));
      int count = 0;
      while (rows.next()) {
        count++;
      }
      assertEquals(100, count);
    }
  }

  @Test
  void a_reader_who_waits_for_all_rows_needs_no_file() throws Exception {
    try (Connection connection = database.connect();
        Gate gate = Gate.in(database);
        Statement statement = connection.createStatement()) {
      int pid =
          Sql.launch(
              connection,
              "select 0, t from ("
                  + gate.query()
                  + ") as g(t) union all select * from ("
                  + JOB
                  + ") as j");
      Elsewhere<Integer> reading =
          Elsewhere.start(
                  () -> {
                    int count = 0;
                    ResultSet rows = statement.executeQuery(result(pid));
                    while (rows.next()) {
                      count++;
                    }
                    return count;
                  })
              .awaitParked();
      gate.open();
      assertEquals(ROWS + 1, reading.value());
    }
  }

  @Test
  void notices_wait_too_with_all_they_say() throws Exception {
    int notices = 5_000;
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      int pid =
          launchToEnd(
              connection,
              "select pg_background_launch($job$do $$begin for i in 1.."
                  + notices
                  + " loop raise warning using message = 'ä' || i, detail = 'd' || i, hint = 'h' ||"
                  + " i, errcode = '01ABC'; end loop; end$$$job$)");
      Sql.rows(
          statement.executeQuery("select * from pg_background_result(" + pid + ") as (t text)"));
      int count = 0;
      for (SQLWarning warning = statement.getWarnings();
          warning != null;
          warning = warning.getNextWarning()) {
        count++;
        ServerErrorMessage sent = ((PSQLWarning) warning).getServerErrorMessage();
        assertEquals("ä" + count, warning.getMessage());
        assertEquals("01ABC", warning.getSQLState());
        assertEquals("WARNING", sent.getSeverity());
        assertEquals("d" + count, sent.getDetail());
        assertEquals("h" + count, sent.getHint());
        assertEquals("exec_stmt_raise", sent.getRoutine());
      }
      assertEquals(notices, count);
    }
  }
}
