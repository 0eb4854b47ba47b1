package io.github.pgbackground.it.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.pgbackground.it.ConnectionProperties;
import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.serving.Await;
import io.github.pgbackground.it.serving.Elsewhere;
import io.github.pgbackground.it.serving.Gate;
import io.github.pgbackground.it.serving.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A server that ends idle sessions ends none of the connections that the driver keeps. */
@ExtendWith(PostgresExtension.class)
class IdleTimeoutTest {
  private final TestDatabase database;
  private Connection here;
  private Connection session;
  private Gate gate;

  IdleTimeoutTest(TestDatabase database) {
    this.database = database;
  }

  /** What belongs to the test is older than what its database says. */
  @BeforeEach
  void connect() throws SQLException {
    here = database.connectPlain();
    gate = Gate.in(database);
    session = database.connect(ConnectionProperties.of("pgbackground.maxWorkers", "1"));
    Sql.execute(here, "alter database " + database.name() + " set idle_session_timeout = 2000");
  }

  @AfterEach
  void close() throws SQLException {
    Sql.execute(here, "alter database " + database.name() + " reset idle_session_timeout");
    session.close();
    gate.close();
    here.close();
  }

  /** A session that begins to do nothing now, until the server has ended it. */
  private void awaitEndOfIdleSession() throws Exception {
    try (Connection idle = database.connectPlain()) {
      String there =
          "select count(*) from pg_stat_activity where pid = "
              + Sql.value(idle, "select pg_backend_pid()");
      Await.until("the server has ended the session", () -> "0".equals(Sql.value(here, there)));
    }
  }

  @Test
  void a_worker_that_has_had_no_job_for_longer_is_there_for_the_next() throws Exception {
    int pid = Sql.launch(session, "select 'first'::text");
    assertEquals(List.of("first"), Sql.result(session, pid, "t text"));
    for (int i = 0; i < 2; i++) {
      awaitEndOfIdleSession();
      assertEquals(pid, Sql.launch(session, "select 'next'::text"));
      assertEquals(List.of("next"), Sql.result(session, pid, "t text"));
    }
  }

  @Test
  void a_job_shows_the_time_that_its_session_has_set_and_none_that_its_database_has()
      throws Exception {
    Sql.execute(here, "alter database " + database.name() + " set idle_session_timeout = '2h'");
    String shown = "show idle_session_timeout";
    try (Connection later = database.connect()) {
      assertEquals("2h", Sql.value(later, shown));
      assertEquals(List.of("0"), Sql.result(later, Sql.launch(later, shown), "t text"));
      Sql.execute(later, "set idle_session_timeout = '5min'");
      assertEquals(List.of("5min"), Sql.result(later, Sql.launch(later, shown), "t text"));
      assertEquals(List.of("5min"), Sql.result(later, Sql.launch(later, shown), "t text"));
    }
  }

  @Test
  void a_call_on_the_server_is_answered_though_its_statement_has_run_for_longer() throws Exception {
    int pid = Integer.parseInt(String.valueOf(Sql.value(session, "select pg_backend_pid()")));
    Sql.execute(session, "create temporary table seen (t text)");
    Elsewhere<Boolean> block =
        Elsewhere.start(
            () -> {
              Sql.execute(
                  session,
                  "do $$ begin perform * from ("
                      + gate.query()
                      + ") as gate; insert into seen select x from pg_background_result("
                      + "pg_background_launch('select ''late''::text')) as (x text); end $$");
              return true;
            });
    gate.awaitArrival(pid);
    awaitEndOfIdleSession();
    gate.open();
    block.value();
    assertEquals("late", Sql.value(session, "select t from seen"));
  }
}
