package io.github.pgbackground.it.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.pgbackground.it.ConnectionProperties;
import io.github.pgbackground.it.LoginRole;
import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.faults.Proxy;
import io.github.pgbackground.it.serving.Sql;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Workers go where their session is, as whom it logged in. */
@ExtendWith(PostgresExtension.class)
class TargetsTest {
  private final TestDatabase database;

  TargetsTest(TestDatabase database) {
    this.database = database;
  }

  @Test
  void workers_go_to_the_host_that_the_session_is_on_and_after_a_failover_to_the_next()
      throws Exception {
    try (Proxy first = Proxy.to(database);
        Proxy second = Proxy.to(database)) {
      String url = bothHosts(first, second);
      Connection lost = DriverManager.getConnection(url);
      assertEquals(List.of("1"), jobOn(lost, "select 1"));
      assertEquals(2, first.connections().size());
      assertEquals(0, second.connections().size());

      first.close();
      assertEquals(
          "08006",
          assertThrows(SQLException.class, () -> Sql.value(lost, "select 1")).getSQLState());
      try (Connection next = DriverManager.getConnection(url)) {
        assertEquals(List.of("2"), jobOn(next, "select 2"));
        assertEquals(2, second.connections().size());
      }
      lost.close();
    }
  }

  private String bothHosts(Proxy first, Proxy second) {
    String address = "127.0.0.1:" + first.port() + ",127.0.0.1:" + second.port();
    return database.url().replaceFirst("//[^/]*/", "//" + address + "/");
  }

  private static List<String> jobOn(Connection connection, String sql) throws SQLException {
    return Sql.result(connection, Sql.launch(connection, sql), "n int");
  }

  @Test
  void sessions_of_one_user_share_workers_and_those_of_another_have_their_own() throws Exception {
    Properties oneWorker = ConnectionProperties.of("pgbackground.maxWorkers", "1");
    try (LoginRole role = LoginRole.in(database, "another", "password 'first'");
        Connection one = database.connect(oneWorker);
        Connection same = database.connect(oneWorker);
        Connection other = DriverManager.getConnection(role.url() + "&password=first");
        Connection rotated = DriverManager.getConnection(role.url() + "&password=second")) {
      int pid = Sql.launch(one, "select 1");
      Sql.result(one, pid, "n int");
      assertEquals(pid, Sql.launch(same, "select 1"));
      int ofOther = Sql.launch(other, "select 1");
      assertNotEquals(pid, ofOther);
      assertEquals(List.of("1"), Sql.result(other, ofOther, "n int"));
      // What other credentials have opened is not for these.
      assertNotEquals(ofOther, Sql.launch(rotated, "select 1"));
    }
  }
}
