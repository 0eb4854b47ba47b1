package io.github.pgbackground.it.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pgbackground.it.LoginRole;
import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.faults.Proxy;
import io.github.pgbackground.it.serving.Await;
import io.github.pgbackground.it.serving.Elsewhere;
import io.github.pgbackground.it.serving.Sql;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.util.ServerErrorMessage;

/** How a launch comes to a worker that has to log in first, or that may be gone. */
@ExtendWith(PostgresExtension.class)
class LoginTest {
  private final TestDatabase database;

  LoginTest(TestDatabase database) {
    this.database = database;
  }

  @Test
  void a_login_that_hangs_does_not_keep_others_from_theirs() throws Exception {
    try (Proxy proxy = Proxy.to(database);
        Connection one = connect(proxy, "");
        Connection other = connect(proxy, "")) {
      Elsewhere<Integer> first = hangingLaunch(proxy, one);
      int pid = Sql.launch(other, "select 'other'");
      assertEquals(List.of("other"), Sql.result(other, pid, "t text"));
      // Whom a worker was connected for does not matter: the first launch has it now.
      assertEquals(pid, first.value());
      assertEquals(List.of("hanging"), Sql.result(one, pid, "t text"));
      proxy.awaitConnection(3).reset();
    }
  }

  @Test
  void a_launch_whose_login_hangs_can_be_cancelled() throws Exception {
    try (Proxy proxy = Proxy.to(database);
        Connection connection = connect(proxy, "");
        Statement statement = connection.createStatement()) {
      Sql.value(connection, "select 1");
      proxy.silenceNew();
      Elsewhere<Boolean> launching =
          Elsewhere.start(() -> statement.execute("select pg_background_launch('select 1')"));
      proxy.awaitConnection(2);
      launching.awaitParked();
      statement.cancel();
      assertEquals("57014", launching.error().getSQLState());
      proxy.heal();
      assertEquals(
          List.of("1"), Sql.result(connection, Sql.launch(connection, "select 1"), "n int"));
      proxy.awaitConnection(2).reset();
    }
  }

  private Elsewhere<Integer> hangingLaunch(Proxy proxy, Connection connection) throws Exception {
    int connections = proxy.connections().size();
    proxy.silenceNew();
    Elsewhere<Integer> launching =
        Elsewhere.start(() -> Sql.launch(connection, "select 'hanging'"));
    proxy.awaitConnection(connections + 1);
    proxy.heal();
    return launching;
  }

  private Connection connect(Proxy proxy, String more) throws SQLException {
    return DriverManager.getConnection(proxy.through(database.url()) + more);
  }

  @Test
  void what_the_server_refuses_fails_the_launch_without_waiting_for_its_timeout() throws Exception {
    try (LoginRole role = LoginRole.in(database, "refused", "");
        Connection connection = connect(role, 3_600_000)) {
      role.alter("nologin");
      assertEquals(
          "role \"refused\" is not permitted to log in",
          Sql.error("28000", () -> Sql.launch(connection, "select 1")).getMessage());
      role.alter("login");
      assertEquals(
          List.of("1"), Sql.result(connection, Sql.launch(connection, "select 1"), "n int"));
    }
  }

  @Test
  void a_launch_waits_until_the_server_has_room_for_a_worker() throws Exception {
    try (LoginRole role = LoginRole.in(database, "full_up", "connection limit 1");
        Connection connection = connect(role, 30_000)) {
      Elsewhere<Integer> launching =
          Elsewhere.start(() -> Sql.launch(connection, "select 1")).awaitParked();
      role.alter("connection limit 2");
      assertEquals(List.of("1"), Sql.result(connection, launching.value(), "n int"));
    }
  }

  @Test
  void a_launch_for_which_the_server_has_no_room_says_what_to_do() throws Exception {
    try (LoginRole role = LoginRole.in(database, "full_up", "connection limit 1");
        Connection connection = connect(role, 2_000)) {
      ServerErrorMessage error = Sql.error("53300", () -> Sql.launch(connection, "select 1"));
      assertEquals("too many connections for role \"full_up\"", error.getMessage());
      assertTrue(String.valueOf(error.getHint()).contains("pgbackground.maxWorkers"));
    }
  }

  private static Connection connect(LoginRole role, int launchTimeout) throws SQLException {
    return DriverManager.getConnection(role.url() + "&pgbackground.launchTimeout=" + launchTimeout);
  }

  @Test
  void a_worker_that_was_killed_after_its_last_job_fails_no_launch() throws Exception {
    try (Connection connection = database.connect();
        Connection killer = database.connectPlain()) {
      for (int i = 0; i < 20; i++) {
        int pid = Sql.launch(connection, "select " + i);
        assertEquals(List.of("" + i), Sql.result(connection, pid, "n int"));
        Await.until(
            "the worker has cleaned up",
            () ->
                "DISCARD ALL idle"
                    .equals(
                        Sql.value(
                            killer,
                            "select query || ' ' || state from pg_stat_activity where pid = "
                                + pid)));
        Sql.value(killer, "select pg_terminate_backend(" + pid + ", 10000)");
        int next = Sql.launch(connection, "select 'next'");
        assertNotEquals(pid, next);
        assertEquals(List.of("next"), Sql.result(connection, next, "t text"));
      }
    }
  }

  @Test
  void a_configuration_file_of_the_applications_own_pool_does_not_matter(@TempDir Path folder)
      throws Exception {
    Path file = folder.resolve("hikari.properties");
    Properties hostile = new Properties();
    hostile.setProperty("jdbcUrl", "jdbc:postgresql://nowhere.invalid/nothing");
    hostile.setProperty("username", "nobody");
    hostile.setProperty("password", "nothing");
    hostile.setProperty("readOnly", "true");
    hostile.setProperty("autoCommit", "false");
    hostile.setProperty("maximumPoolSize", "3");
    hostile.setProperty("minimumIdle", "2");
    hostile.setProperty("schema", "nothing");
    hostile.setProperty("connectionInitSql", "select 1 / 0");
    hostile.setProperty("transactionIsolation", "TRANSACTION_SERIALIZABLE");
    try (var writer = Files.newBufferedWriter(file)) {
      hostile.store(writer, null);
    }
    System.setProperty("hikaricp.configurationFile", file.toString());
    try (Connection connection = database.connect()) {
      assertEquals(
          List.of("off|read committed"),
          Sql.result(
              connection,
              Sql.launch(
                  connection,
                  "select current_setting('transaction_read_only'),"
                      + " current_setting('transaction_isolation')"),
              "read_only text, isolation text"));
    } finally {
      System.clearProperty("hikaricp.configurationFile");
    }
  }
}
