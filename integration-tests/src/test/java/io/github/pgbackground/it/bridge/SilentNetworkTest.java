package io.github.pgbackground.it.bridge;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.faults.Proxy;
import io.github.pgbackground.it.serving.Await;
import io.github.pgbackground.it.serving.Elsewhere;
import io.github.pgbackground.it.serving.Gate;
import io.github.pgbackground.it.serving.Sql;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The network says nothing any more, no reset either, while a function on the server waits. */
@ExtendWith(PostgresExtension.class)
class SilentNetworkTest {
  private static final String SERVED = "1885823590";

  private final TestDatabase database;
  private Connection looking;
  private Proxy proxy;
  private Gate gate;
  private Connection session;
  private String pid;

  SilentNetworkTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void open() throws Exception {
    looking = database.connectPlain();
    proxy = Proxy.to(database);
    gate = Gate.in(database);
  }

  @AfterEach
  void close() throws Exception {
    gate.open();
    session.close();
    // Behind the proxy too is the connection that removes it.
    awaitServer("no answer is left", "0", "select count(*) from pg_largeobject_metadata");
    gate.close();
    proxy.close();
    looking.close();
  }

  private void connect(String properties) throws SQLException {
    session = DriverManager.getConnection(proxy.through(database.url()) + properties);
    pid = String.valueOf(Sql.value(session, "select pg_backend_pid()"));
  }

  /** A block that waits for a job behind the gate. */
  private Elsewhere<Boolean> startWaiting(Statement statement) throws Exception {
    Elsewhere<Boolean> waiting = Elsewhere.start(() -> statement.execute(gate.block()));
    gate.awaitArrivals(1);
    awaitServer("the function waits", "1", waits());
    return waiting;
  }

  private String waits() {
    return "select count(*) from pg_locks where not granted and pid = " + pid;
  }

  private void awaitServer(String what, String expected, String query) throws Exception {
    Await.until(what, () -> expected.equals(Sql.value(looking, query)));
  }

  private void silenceSession() throws SQLException {
    proxy.of(Integer.parseInt(pid), looking).silence();
  }

  private int hub() throws SQLException {
    return Integer.parseInt(
        String.valueOf(
            Sql.value(
                looking,
                "select pid from pg_locks where locktype = 'advisory' and granted and classid = "
                    + SERVED
                    + " and objid = "
                    + pid)));
  }

  /** No later than a timeout of this test has it end, on a machine that is busy. */
  private static void assertEndsSoon(Elsewhere<Boolean> waiting) throws Exception {
    long before = System.nanoTime();
    String state = waiting.error().getSQLState();
    assertTrue(state.startsWith("08"), state);
    assertTrue(System.nanoTime() - before < TimeUnit.SECONDS.toNanos(30));
  }

  @Test
  void the_socket_timeout_ends_the_wait_and_the_functions() throws Exception {
    connect("&socketTimeout=4");
    try (Statement statement = session.createStatement()) {
      Elsewhere<Boolean> waiting = startWaiting(statement);
      silenceSession();
      assertEndsSoon(waiting);
    }
    assertTrue(session.isClosed());
    awaitServer("no function waits", "0", waits());
  }

  @Test
  void a_cancel_and_the_socket_timeout_end_the_wait() throws Exception {
    connect("&socketTimeout=4");
    try (Statement statement = session.createStatement()) {
      Elsewhere<Boolean> waiting = startWaiting(statement);
      silenceSession();
      statement.cancel();
      assertEndsSoon(waiting);
    }
    awaitServer("no function waits", "0", waits());
  }

  @Test
  void an_abort_ends_the_wait_and_the_functions() throws Exception {
    connect("");
    try (Statement statement = session.createStatement()) {
      Elsewhere<Boolean> waiting = startWaiting(statement);
      silenceSession();
      session.abort(Runnable::run);
      assertEndsSoon(waiting);
    }
    awaitServer("no function waits", "0", waits());
  }

  @Test
  void a_statement_timeout_of_the_server_ends_the_function() throws Exception {
    connect("&socketTimeout=8");
    Sql.execute(session, "set statement_timeout = '3s'");
    try (Statement statement = session.createStatement()) {
      Elsewhere<Boolean> waiting = startWaiting(statement);
      silenceSession();
      awaitServer("no function waits", "0", waits());
      assertEndsSoon(waiting);
    }
  }

  /** Its process does not hear that it was given up, and goes on holding its locks. */
  @Test
  void a_silent_connection_that_answers_ends_the_calls_and_is_replaced() throws Exception {
    connect("&socketTimeout=4");
    try (Statement statement = session.createStatement()) {
      Elsewhere<Boolean> waiting = startWaiting(statement);
      int hub = hub();
      proxy.of(hub, looking).silence();
      gate.open();
      assertEndsSoon(waiting);
      assertFalse(session.isClosed());
      statement.execute(
          "do $$ begin perform pg_background_detach(pg_background_launch('select 1')); end $$");
      awaitServer(
          "its process ends", "0", "select count(*) from pg_stat_activity where pid = " + hub);
    }
  }
}
