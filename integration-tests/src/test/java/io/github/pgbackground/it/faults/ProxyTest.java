package io.github.pgbackground.it.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.serving.Await;
import io.github.pgbackground.it.serving.Elsewhere;
import io.github.pgbackground.it.serving.Sql;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The proxy breaks connections as a network does, seen by plain pgjdbc. */
@ExtendWith(PostgresExtension.class)
class ProxyTest {
  private final TestDatabase database;

  ProxyTest(TestDatabase database) {
    this.database = database;
  }

  private Connection connect(Proxy proxy) throws SQLException {
    return DriverManager.getConnection(proxy.through(database.plainUrl()));
  }

  private static String pid(Connection connection) throws SQLException {
    return String.valueOf(Sql.value(connection, "select pg_backend_pid()"));
  }

  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("test proxy"))
        .count();
  }

  @Test
  void what_is_not_broken_comes_through_and_nothing_is_left_of_the_proxy() throws Exception {
    try (Proxy proxy = Proxy.to(database);
        Connection connection = connect(proxy)) {
      assertEquals("1", Sql.value(connection, "select 1"));
      assertTrue(proxy.awaitConnection(1).bytesToServer() > 0);
      assertTrue(proxy.awaitConnection(1).bytesToClient() > 0);
    }
    assertEquals(0, threads());
  }

  @Test
  void a_connection_is_found_by_its_process_and_is_reset_alone() throws Exception {
    try (Proxy proxy = Proxy.to(database);
        Connection one = connect(proxy);
        Connection other = connect(proxy);
        Connection looking = database.admin()) {
      Elsewhere<String> sleeping =
          Elsewhere.start(() -> String.valueOf(Sql.value(one, "select pg_sleep(600)")));
      Await.until(
          "it sleeps",
          () ->
              "1"
                  .equals(
                      Sql.value(
                          looking,
                          "select count(*) from pg_stat_activity where wait_event = 'PgSleep'")));
      int pid =
          Integer.parseInt(
              String.valueOf(
                  Sql.value(
                      looking, "select pid from pg_stat_activity where wait_event = 'PgSleep'")));
      proxy.of(pid, looking).reset();
      assertEquals("08006", sleeping.error().getSQLState());
      assertEquals("1", Sql.value(other, "select 1"));
      Sql.execute(looking, "select pg_terminate_backend(" + pid + ")");
    }
  }

  @Test
  void an_ended_connection_is_lost() throws Exception {
    try (Proxy proxy = Proxy.to(database);
        Connection connection = connect(proxy)) {
      proxy.awaitConnection(1).end();
      SQLException lost = Elsewhere.start(() -> pid(connection)).error();
      assertEquals("08006", lost.getSQLState());
    }
  }

  @Test
  void a_silent_connection_stays_as_it_is() throws Exception {
    try (Proxy proxy = Proxy.to(database)) {
      Connection silent = connect(proxy);
      String pid = pid(silent);
      proxy.silence();
      long before = proxy.awaitConnection(1).bytesToServer();
      Elsewhere<String> asking = Elsewhere.start(() -> pid(silent));
      Await.until("it has asked", () -> proxy.awaitConnection(1).bytesToServer() > before);
      proxy.heal();
      try (Connection connection = connect(proxy)) {
        String state = "select state from pg_stat_activity where pid = " + pid;
        assertEquals("idle", Sql.value(connection, state));
        silent.abort(Runnable::run);
        assertEquals("08006", asking.error().getSQLState());
        assertEquals("idle", Sql.value(connection, state));
        assertFalse(connection.isClosed());
      }
    }
  }
}
