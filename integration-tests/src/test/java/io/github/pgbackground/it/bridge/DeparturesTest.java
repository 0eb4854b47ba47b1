package io.github.pgbackground.it.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.faults.Proxy;
import io.github.pgbackground.it.serving.Await;
import io.github.pgbackground.it.serving.Sql;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The end of a session whose calls were answered waits for nobody, and leaves nothing. */
@ExtendWith(PostgresExtension.class)
class DeparturesTest {
  private static final String CALL =
      "do $$ begin perform pg_background_detach(pg_background_launch('select 1')); end $$";

  /** Less than the time after which a connection to a silent server is lost. */
  private static final Duration AT_ONCE = Duration.ofSeconds(8);

  private final TestDatabase database;
  private Proxy proxy;

  DeparturesTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void open() throws Exception {
    proxy = Proxy.to(database);
  }

  @AfterEach
  void close() throws Exception {
    proxy.close();
  }

  private Connection served() throws SQLException {
    Connection session = DriverManager.getConnection(proxy.through(database.url()));
    Sql.execute(session, CALL);
    return session;
  }

  private static int pid(Connection session) throws SQLException {
    return Integer.parseInt(String.valueOf(Sql.value(session, "select pg_backend_pid()")));
  }

  @Test
  void the_last_session_can_be_closed_while_the_server_is_silent() throws Exception {
    Connection session = served();
    proxy.silence();
    assertTimeoutPreemptively(AT_ONCE, session::close);
  }

  @Test
  void the_last_session_can_be_aborted_while_the_server_is_silent() throws Exception {
    Connection session = served();
    proxy.silence();
    assertTimeoutPreemptively(AT_ONCE, () -> session.abort(Runnable::run));
  }

  @Test
  void many_sessions_can_be_closed_while_one_is_waited_with_for_the_server() throws Exception {
    Connection[] sessions = {served(), served(), served(), served()};
    proxy.silence();
    assertTimeoutPreemptively(
        AT_ONCE,
        () -> {
          for (Connection session : sessions) {
            session.close();
          }
        });
  }

  @Test
  void a_session_that_others_outlive_leaves_no_lock() throws Exception {
    try (Connection stays = served()) {
      Connection goes = served();
      int pid = pid(goes);
      String locks = "select count(*) from pg_locks where locktype = 'advisory' and objid = " + pid;
      assertEquals("2", Sql.value(stays, locks));
      goes.close();
      Await.until("its locks are gone", () -> "0".equals(Sql.value(stays, locks)));
      Sql.execute(stays, CALL);
    }
  }

  @Test
  void the_connection_that_answers_goes_with_the_last_session() throws Exception {
    try (Connection here = database.connectPlain()) {
      String others =
          "select count(*) from pg_stat_activity where datname = current_database() and"
              + " backend_type = 'client backend' and pid <> pg_backend_pid()";
      served().close();
      Await.until("nobody else is there", () -> "0".equals(Sql.value(here, others)));
    }
  }
}
