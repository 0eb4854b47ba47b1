package io.github.pgbackground.it.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.serving.Await;
import io.github.pgbackground.it.serving.Elsewhere;
import io.github.pgbackground.it.serving.Gate;
import io.github.pgbackground.it.serving.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Nobody else can give an answer, keep one back, or keep its session waiting. */
@ExtendWith(PostgresExtension.class)
class AnswerTest {
  /** The first keys of the advisory locks of a session: it is served, and three turns. */
  private static final int SERVED = 1885823590;

  /** Longer than a function waits for somebody to take its request, however busy the machine. */
  private static final Duration SOON = Duration.ofSeconds(30);

  private static final String CALL =
      "do $$ begin perform pg_background_detach(pg_background_launch('select 1')); end $$";

  private final TestDatabase database;

  AnswerTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void install() throws SQLException {
    Bridges.install(database);
  }

  @AfterEach
  void remove() throws SQLException {
    Bridges.remove(database);
  }

  private static String pid(Connection connection) throws SQLException {
    return String.valueOf(Sql.value(connection, "select pg_backend_pid()"));
  }

  private static String hub(Connection any, String session) throws SQLException {
    return String.valueOf(
        Sql.value(
            any,
            "select pid from pg_locks where locktype = 'advisory' and granted and classid = "
                + SERVED
                + " and objid = "
                + session));
  }

  /** A call that waits for a job behind a gate. */
  private static Elsewhere<Boolean> waiting(Connection session, Gate gate) throws SQLException {
    return Elsewhere.start(
        () -> {
          Sql.execute(session, gate.block());
          return true;
        });
  }

  @Test
  void a_call_ends_soon_when_somebody_else_holds_the_lock_that_it_would_wait_for()
      throws SQLException {
    try (Connection session = database.connect();
        Connection attacker = database.connectPlain()) {
      Sql.execute(session, CALL);
      String pid = pid(session);
      for (int key = 1; key <= 3; key++) {
        Sql.value(
            attacker, "select pg_try_advisory_lock(" + (SERVED + key) + ", " + pid + ")::text");
      }
      long before = System.nanoTime();
      assertEquals("08006", Sql.error("08006", () -> Sql.execute(session, CALL)).getSQLState());
      assertTrue(System.nanoTime() - before < SOON.toNanos());
      Sql.value(attacker, "select pg_advisory_unlock_all()::text");
      Sql.execute(session, CALL);
      Sql.execute(session, CALL);
    }
  }

  @Test
  void a_call_ends_soon_when_its_own_session_holds_the_lock() throws SQLException {
    try (Connection session = database.connect()) {
      Sql.execute(session, CALL);
      for (int key = 1; key <= 3; key++) {
        Sql.value(
            session,
            "select pg_try_advisory_lock_shared(" + (SERVED + key) + ", pg_backend_pid())::text");
      }
      Sql.error("08006", () -> Sql.execute(session, CALL));
      Sql.value(session, "select pg_advisory_unlock_all()::text");
      Sql.execute(session, CALL);
      Sql.execute(session, CALL);
    }
  }

  @Test
  void a_session_whose_locks_somebody_else_holds_is_not_served() throws Exception {
    try (Connection session = database.connect();
        Connection attacker = database.connectPlain()) {
      String pid = pid(session);
      Sql.execute(session, CALL);
      String hub = hub(attacker, pid);
      Elsewhere<String> taker =
          Elsewhere.start(
              () ->
                  Sql.value(
                      attacker, "select pg_advisory_lock(" + SERVED + ", " + pid + ")::text"));
      try (Connection admin = database.admin()) {
        Await.until(
            "the attacker waits for the lock",
            () ->
                "1"
                    .equals(
                        Sql.value(
                            admin,
                            "select count(*) from pg_locks where not granted and classid = "
                                + SERVED)));
        Sql.value(admin, "select pg_terminate_backend(" + hub + ", 60000)");
        Await.until("the attacker has the lock", () -> !hub.equals(hub(admin, pid)));
      }
      taker.value();
      Sql.error("55P03", () -> Sql.execute(session, CALL));
    }
  }

  @Test
  void an_answer_may_take_longer_than_a_request_may() throws Exception {
    try (Gate gate = Gate.in(database);
        Connection session = database.connect()) {
      Elsewhere<Boolean> waiting = waiting(session, gate);
      gate.awaitArrivals(1);
      try (Connection admin = database.admin()) {
        // The function has looked who keeps it waiting, and waits again.
        Await.until(
            "it waits for a second time",
            () ->
                "t"
                    .equals(
                        Sql.value(
                            admin,
                            "select count(*) = 1 from pg_locks l join pg_stat_activity a using (pid)"
                                + " where l.locktype = 'advisory' and not l.granted and l.classid >= "
                                + SERVED
                                + " and l.waitstart > a.query_start + interval '5 s'")));
      }
      gate.open();
      assertTrue(waiting.value());
    }
  }

  /** He waits in line for the lock, and the answering connection's end gives it to him. */
  @Test
  void nobody_else_keeps_a_call_that_waits_for_a_second_time_waiting() throws Exception {
    String thief = "pgbackground_it_" + ProcessHandle.current().pid() + "_thief";
    try (Gate gate = Gate.in(database);
        Connection admin = database.admin();
        Connection session = database.connect();
        Connection attacker = database.connectPlain()) {
      Sql.execute(admin, "create role " + thief + " login");
      Sql.execute(attacker, "set session authorization " + thief);
      String pid = pid(session);
      Elsewhere<Boolean> waiting = waiting(session, gate);
      gate.awaitArrivals(1);
      String of = waits(pid);
      awaitSecondWait(admin, pid);
      String lock = Sql.value(admin, "select classid || ',' || objid" + of + " and not granted");
      Elsewhere<String> snatching =
          Elsewhere.start(() -> Sql.value(attacker, "select pg_advisory_lock(" + lock + ")::text"));
      awaitOne(admin, "a.pid <> " + pid + " and not granted", of);
      long before = System.nanoTime();
      Sql.value(admin, "select pg_terminate_backend(" + hub(admin, pid) + ")");
      assertEquals("08006", waiting.error().getSQLState());
      assertTrue(System.nanoTime() - before < SOON.toNanos());
      snatching.value();
      gate.open();
      Sql.value(attacker, "select pg_advisory_unlock_all()::text");
      Sql.execute(session, CALL);
      Sql.execute(attacker, "reset session authorization");
      Sql.execute(admin, "drop role " + thief);
    }
  }

  /** Who has and who wants the locks of a session. */
  private static String waits(String pid) {
    return " from pg_locks l join pg_stat_activity a using (pid) where l.locktype = 'advisory' and"
        + " l.objid = "
        + pid;
  }

  /** Its function knows that somebody has taken its request, and waits for the answer. */
  private static void awaitSecondWait(Connection admin, String pid) throws Exception {
    awaitOne(
        admin,
        "a.pid = " + pid + " and not granted and waitstart > query_start + '5 s'",
        waits(pid));
  }

  private static void awaitOne(Connection admin, String condition, String of) throws Exception {
    Await.until(
        condition,
        () -> "1".equals(Sql.value(admin, "select count(*)" + of + " and " + condition)));
  }

  @Test
  void the_connection_that_answers_ends_while_a_call_waits() throws Exception {
    try (Gate gate = Gate.in(database);
        Connection session = database.connect()) {
      String pid = pid(session);
      Elsewhere<Boolean> waiting = waiting(session, gate);
      gate.awaitArrivals(1);
      try (Connection admin = database.admin()) {
        awaitSecondWait(admin, pid);
        Sql.value(admin, "select pg_terminate_backend(" + hub(admin, pid) + ")");
      }
      assertEquals("08006", waiting.error().getSQLState());
      gate.open();
      Sql.execute(session, CALL);
      Sql.execute(session, CALL);
    }
  }

  @Test
  void the_connection_that_answers_ends_between_two_calls() throws Exception {
    try (Connection session = database.connect();
        Connection admin = database.admin()) {
      String pid = pid(session);
      for (int i = 0; i < 3; i++) {
        Sql.execute(session, CALL);
        Sql.value(admin, "select pg_terminate_backend(" + hub(admin, pid) + ", 60000)");
      }
      Sql.execute(session, CALL);
    }
  }

  @Test
  void the_session_ends_while_its_call_waits() throws Exception {
    try (Gate gate = Gate.in(database);
        Connection session = database.connect();
        Connection other = database.connect()) {
      String pid = pid(session);
      Elsewhere<Boolean> waiting = waiting(session, gate);
      gate.awaitArrivals(1);
      Sql.value(other, "select pg_terminate_backend(" + pid + ", 60000)");
      assertEquals("57P01", waiting.error().getSQLState());
      gate.open();
      Sql.execute(other, CALL);
      String left = "select count(*) from pg_locks where locktype = 'advisory' and objid = " + pid;
      session.close();
      Await.until("its locks are let go", () -> "0".equals(Sql.value(other, left)));
    }
  }

  @Test
  void a_large_object_of_the_applications_stays_whatever_its_oid_is() throws SQLException {
    try (Connection plain = database.connectPlain()) {
      Sql.value(plain, "select lo_from_bytea(4026531841::oid, repeat('x', 100)::bytea)");
      try (Connection session = database.connect()) {
        Sql.execute(session, CALL);
      }
      assertEquals("100", Sql.value(plain, "select length(lo_get(4026531841::oid))"));
      Sql.value(plain, "select lo_unlink(4026531841::oid)");
    }
  }
}
