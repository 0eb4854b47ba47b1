package io.github.pgbackground.it.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the wait of a function on the server ends, and that the job is not touched by it. */
@ExtendWith(PostgresExtension.class)
class EndsTest {
  private final TestDatabase database;
  private Connection here;
  private Proxy proxy;
  private Connection session;
  private Statement statement;
  private Gate gate;
  private int own;
  private int pid;
  private String waiting;

  EndsTest(TestDatabase database) {
    this.database = database;
  }

  /** A job that a DO block has launched runs until the gate is open. */
  @BeforeEach
  void launch() throws Exception {
    here = database.connectPlain();
    proxy = Proxy.to(database);
    session = DriverManager.getConnection(proxy.through(database.url()));
    own = Integer.parseInt(String.valueOf(Sql.value(session, "select pg_backend_pid()")));
    statement = session.createStatement();
    gate = Gate.in(database);
    statement.execute(
        "do $$ begin raise notice '%', pg_background_launch($job$ "
            + gate.query()
            + " $job$); end $$");
    pid = Integer.parseInt(Sql.messages(statement.getWarnings()).get(0));
    gate.awaitArrival(pid);
    waiting =
        "do $$ declare r text; begin select x into r from pg_background_result("
            + pid
            + ") as (x text); raise notice '%', r; end $$";
  }

  @AfterEach
  void end() throws Exception {
    gate.close();
    session.close();
    // Behind the proxy too is the connection that removes it.
    Await.until(
        "no answer is left",
        () -> "0".equals(Sql.value(here, "select count(*) from pg_largeobject_metadata")));
    proxy.close();
    here.close();
  }

  private Elsewhere<List<String>> start() {
    return Elsewhere.start(
        () -> {
          statement.execute(waiting);
          return Sql.messages(statement.getWarnings());
        });
  }

  private Elsewhere<List<String>> startWaiting() throws Exception {
    Elsewhere<List<String>> block = start();
    Await.until(
        "the function waits",
        () ->
            "1"
                .equals(
                    Sql.value(
                        here, "select count(*) from pg_locks where not granted and pid = " + own)));
    return block;
  }

  /** The session still has its handle, the job its result, and the server nothing of the wait. */
  private void assertGoesOn() throws Exception {
    assertFalse(session.isClosed());
    gate.open();
    statement.clearWarnings();
    statement.execute(waiting);
    assertEquals(List.of("through"), Sql.messages(statement.getWarnings()));
    assertEquals("0", Sql.value(here, "select count(*) from pg_largeobject_metadata"));
  }

  /** The session is lost, its job not; another session is answered. */
  private void assertLost() throws Exception {
    assertEquals(
        "active", Sql.value(here, "select state from pg_stat_activity where pid = " + pid));
    Await.until(
        "the session's process has ended",
        () ->
            "0"
                .equals(
                    Sql.value(here, "select count(*) from pg_stat_activity where pid = " + own)));
    gate.open();
    try (Connection next = database.connect();
        Statement block = next.createStatement()) {
      block.execute(
          "do $$ declare r int; begin select x into r from pg_background_result("
              + "pg_background_launch('select 1')) as (x int); raise notice '%', r; end $$");
      assertEquals(List.of("1"), Sql.messages(block.getWarnings()));
    }
  }

  @Test
  void a_cancel_ends_it() throws Exception {
    Elsewhere<List<String>> block = startWaiting();
    statement.cancel();
    assertEquals("57014", block.error().getSQLState());
    assertGoesOn();
  }

  @Test
  void a_cancel_in_a_transaction_ends_it() throws Exception {
    session.setAutoCommit(false);
    Elsewhere<List<String>> block = startWaiting();
    statement.cancel();
    assertEquals("57014", block.error().getSQLState());
    session.rollback();
    assertGoesOn();
    session.commit();
  }

  @Test
  void a_cancel_by_another_session_ends_it() throws Exception {
    Elsewhere<List<String>> block = startWaiting();
    Sql.execute(here, "select pg_cancel_backend(" + own + ")");
    assertEquals("57014", block.error().getSQLState());
    assertGoesOn();
  }

  @Test
  void a_query_timeout_ends_it() throws Exception {
    statement.setQueryTimeout(1);
    assertEquals("57014", start().error().getSQLState());
    statement.setQueryTimeout(0);
    assertGoesOn();
  }

  @Test
  void a_statement_timeout_ends_it() throws Exception {
    Sql.execute(session, "set statement_timeout = '700ms'");
    SQLException error = start().error();
    assertEquals("57014", error.getSQLState());
    assertTrue(String.valueOf(error.getMessage()).contains("due to statement timeout"));
    Sql.execute(session, "set statement_timeout = 0");
    assertGoesOn();
  }

  @Test
  void a_lock_timeout_does_not_end_it() throws Exception {
    Sql.execute(session, "set lock_timeout = '50ms'");
    Elsewhere<List<String>> block = startWaiting();
    Sql.execute(here, "set lock_timeout = '50ms'");
    for (int i = 0; i < 6; i++) {
      // The block has waited before this began to, and has the same timeout.
      Sql.error("55P03", () -> Sql.execute(here, gate.query()));
    }
    gate.open();
    assertEquals(List.of("through"), block.value());
    assertEquals("50ms", Sql.value(session, "show lock_timeout"));
  }

  @Test
  void an_end_of_the_process_ends_it() throws Exception {
    Elsewhere<List<String>> block = startWaiting();
    Sql.execute(here, "select pg_terminate_backend(" + own + ")");
    assertEquals("57P01", block.error().getSQLState());
    assertLost();
  }

  @Test
  void an_abort_ends_it() throws Exception {
    Elsewhere<List<String>> block = startWaiting();
    session.abort(Runnable::run);
    assertTrue(block.error().getSQLState().startsWith("08"));
    assertLost();
  }

  @Test
  void a_close_ends_it() throws Exception {
    Elsewhere<List<String>> block = startWaiting();
    session.close();
    assertTrue(block.error().getSQLState().startsWith("08"));
    assertLost();
  }

  @Test
  void a_cut_of_the_network_ends_it() throws Exception {
    Elsewhere<List<String>> block = startWaiting();
    proxy.of(own, here).reset();
    assertTrue(block.error().getSQLState().startsWith("08"));
    assertLost();
  }

  @Test
  void an_interrupt_ends_it() throws Exception {
    Elsewhere<List<String>> block = startWaiting();
    block.interrupt();
    assertEquals("57014", block.error().getSQLState());
    assertGoesOn();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pg_background_wait_v2(h.pid, h.cookie)",
        "pg_background_wait_v2_timeout(h.pid, h.cookie, 600000)"
      })
  void a_cancel_ends_a_wait_for_the_end_of_a_job(String wait) throws Exception {
    waiting =
        "do $$ declare h pg_background_handle := pg_background_launch_v2($job$ "
            + gate.query()
            + " $job$); begin perform "
            + wait
            + "; end $$";
    Elsewhere<List<String>> block = startWaiting();
    statement.cancel();
    assertEquals("57014", block.error().getSQLState());
    assertEquals(
        "t",
        Sql.value(
            session,
            "select bool_and(state = 'running') from pg_background_list_v2() as (pid int, cookie"
                + " bigint, launched_at timestamptz, user_id oid, queue_size int, state text,"
                + " sql_preview text, last_error text, consumed bool) where cookie is not null"));
  }

  @Test
  void a_job_that_is_cancelled_ends_it() throws Exception {
    statement.clearWarnings();
    statement.execute(
        "do $$ declare h pg_background_handle := pg_background_launch_v2($job$ "
            + gate.query()
            + " $job$); begin"
            + " raise notice '%', pg_background_wait_v2_timeout(h.pid, h.cookie, 10);"
            + " perform pg_background_cancel_v2(h.pid, h.cookie);"
            + " perform pg_background_wait_v2(h.pid, h.cookie);"
            + " begin perform * from pg_background_result_v2(h.pid, h.cookie) as (x text);"
            + " exception when others then raise notice '%', sqlstate; end; end $$");
    assertEquals(List.of("f", "57P01"), Sql.messages(statement.getWarnings()));
  }

  @Test
  void the_notices_of_a_job_come_where_its_result_is_read() throws Exception {
    statement.clearWarnings();
    statement.execute(
        "do $$ begin raise notice 'before'; perform * from pg_background_result("
            + "pg_background_launch($job$ do $x$ begin raise warning 'within'; end $x$;"
            + " select 1 $job$)) as (x int); raise notice 'after'; end $$");
    assertEquals(List.of("before", "within", "after"), Sql.messages(statement.getWarnings()));
  }

  @Test
  void a_block_that_waits_for_itself_is_a_deadlock() throws Exception {
    Sql.execute(here, "create table account (n int); insert into account values (1)");
    Sql.execute(session, "set deadlock_timeout = 50");
    Elsewhere<Boolean> block =
        Elsewhere.start(
            () ->
                statement.execute(
                    "do $$ begin update account set n = 2; perform * from pg_background_result("
                        + "pg_background_launch('update account set n = 3')) as (x text); end $$"));
    SQLException error = block.error();
    assertEquals("40P01", error.getSQLState());
    assertTrue(String.valueOf(error.getMessage()).contains("deadlock detected"));
    Sql.execute(here, "drop table account");
  }
}
