package io.github.pgbackground.it;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Leaks on purpose, and cleans up before the real check comes. */
@ExtendWith(PostgresExtension.class)
class LeakCheckTest {
  private final TestDatabase database;
  private final LeakCheck check;

  LeakCheckTest(TestDatabase database) throws Exception {
    this.database = database;
    this.check = new LeakCheck(database, Duration.ofMillis(50));
  }

  @Test
  void a_test_that_closes_what_it_opened_passes() throws Exception {
    try (Connection connection = database.connectPlain()) {
      execute(connection, "create table t(id int); select pg_advisory_lock(1)");
    }
    assertDoesNotThrow(new LeakCheck(database)::check);
  }

  @Test
  void a_connection_left_open_is_reported_and_closed() throws Exception {
    Connection connection = database.connectPlain();
    assertReported("connections: 1 not closed by the test");
    assertTrue(connection.isClosed());
  }

  @Test
  void a_backend_is_reported_with_what_it_last_did() throws Exception {
    try (Connection connection = DriverManager.getConnection(database.plainUrl())) {
      execute(connection, "set application_name = 'forgotten'");
      assertReported("application \"forgotten\", idle: set application_name = 'forgotten'");
    }
  }

  @Test
  void an_advisory_lock_is_reported() throws Exception {
    try (Connection connection = DriverManager.getConnection(database.plainUrl())) {
      execute(connection, "select pg_advisory_lock(4, 2)");
      assertReported("advisory lock (4, 2) of backend ");
    }
  }

  @Test
  void a_prepared_transaction_is_reported() throws Exception {
    try (Connection connection = database.connectPlain()) {
      execute(connection, "begin; create table p(id int); prepare transaction 'undecided'");
    }
    assertReported("prepared transaction \"undecided\": of ");
    try (Connection connection = database.connectPlain()) {
      execute(connection, "rollback prepared 'undecided'");
    }
  }

  @Test
  void a_large_object_is_reported() throws Exception {
    try (Connection connection = database.connectPlain()) {
      execute(connection, "select lo_create(4711)");
    }
    assertReported("large object 4711: of ");
    try (Connection connection = database.connectPlain()) {
      execute(connection, "select lo_unlink(4711)");
    }
  }

  @Test
  void a_thread_of_the_driver_is_reported() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    Thread thread =
        new Thread(
            () -> {
              try {
                end.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "pgbackground-fake");
    thread.start();
    assertReported("\"pgbackground-fake\": ");
    end.countDown();
    thread.join();
  }

  @Test
  void a_temporary_file_of_the_driver_is_reported() throws Exception {
    Path file = Files.createTempFile("pgbackground", ".spill");
    assertReported("temporary file " + file.getFileName());
    Files.delete(file);
  }

  @Test
  void a_leak_is_reported_once() throws Exception {
    try (Connection connection = DriverManager.getConnection(database.plainUrl())) {
      execute(connection, "select 1");
      assertReported("backend ");
      assertDoesNotThrow(check::check);
    }
  }

  private void assertReported(String leak) {
    String message = assertThrows(AssertionError.class, check::check).getMessage();
    assertTrue(message.contains(leak), message);
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
