package io.github.pgbackground.it.faults;

import static io.github.pgbackground.it.faults.Accounts.awaitBlocked;
import static io.github.pgbackground.it.faults.Accounts.deadlock;
import static io.github.pgbackground.it.faults.Accounts.pid;
import static io.github.pgbackground.it.faults.Accounts.read;
import static io.github.pgbackground.it.faults.Accounts.shape;
import static io.github.pgbackground.it.faults.Accounts.update;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
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
import org.postgresql.util.PSQLException;

/** Waits for a job beside other sessions and jobs that wait: whose wait is one for oneself. */
@ExtendWith(PostgresExtension.class)
class WaitInACircleTest {
  private final TestDatabase database;
  private Accounts accounts;
  private Connection connection;

  WaitInACircleTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void begin() throws SQLException {
    accounts = Accounts.in(database);
    connection = accounts.caller();
  }

  @AfterEach
  void end() throws SQLException {
    accounts.close();
  }

  @Test
  void a_wait_for_somebody_elses_lock_is_none_for_oneself() throws Exception {
    try (Gate gate = Gate.in(database);
        Connection looking = database.connectPlain()) {
      connection.setAutoCommit(false);
      Sql.execute(connection, update(1));
      int own = pid(connection);
      int job = Sql.launch(connection, gate.query());
      Elsewhere<List<String>> waiting = Elsewhere.start(() -> read(connection, job));
      String lastLook =
          "select max(query_start) from pg_stat_activity where state like 'idle%' and query like"
              + " '%pg_blocking_pids%' and pid = "
              + own;
      Await.until("it has looked", () -> Sql.value(looking, lastLook) != null);
      String first = String.valueOf(Sql.value(looking, lastLook));
      Await.until(
          "it has looked again", () -> !first.equals(String.valueOf(Sql.value(looking, lastLook))));
      gate.open();
      assertEquals(List.of("through"), waiting.value());
    }
  }

  @Test
  void it_is_found_behind_another_session_that_waits_in_between() throws Exception {
    try (Connection between = database.connectPlain();
        Connection looking = database.connectPlain()) {
      connection.setAutoCommit(false);
      Sql.execute(connection, "select * from account");
      int pid = pid(between);
      Elsewhere<Boolean> altering =
          Elsewhere.start(
              () -> {
                Sql.execute(between, "alter table account add column note text");
                return true;
              });
      awaitBlocked(looking, pid);
      int job = Sql.launch(connection, "select count(*)::text from account");
      assertEquals(
          List.of(
              "Process N waits for the end of background worker N; blocked by process N.",
              "Process N waits for AccessShareLock on relation N of database N;"
                  + " blocked by process N.",
              "Process N waits for AccessExclusiveLock on relation N of database N;"
                  + " blocked by process N."),
          shape(accounts.deadlock(job)));
      connection.rollback();
      altering.value();
    }
  }

  @Test
  void it_is_found_behind_another_job_that_waits_in_between() throws Exception {
    try (Connection looking = database.connectPlain()) {
      connection.setAutoCommit(false);
      Sql.execute(connection, update(1));
      int between = Sql.launch(connection, update(2) + "; " + update(1));
      awaitBlocked(looking, between);
      accounts.deadlock(Sql.launch(connection, update(2)));
      connection.rollback();
      assertEquals(List.of("UPDATE 1", "UPDATE 1"), read(connection, between));
      connection.rollback();
    }
  }

  @Test
  void of_two_sessions_whose_jobs_wait_for_the_other_one_goes_on() throws Exception {
    try (Connection other = Accounts.connect(database);
        Connection looking = database.connectPlain()) {
      connection.setAutoCommit(false);
      other.setAutoCommit(false);
      Sql.execute(connection, update(1));
      Sql.execute(other, update(2));
      int ofOne = Sql.launch(connection, update(2));
      int ofOther = Sql.launch(other, update(1));
      awaitBlocked(looking, ofOne);
      awaitBlocked(looking, ofOther);
      boolean firstGivesWay = pid(connection) > pid(other);
      Connection loser = firstGivesWay ? connection : other;
      Elsewhere<Boolean> one =
          Elsewhere.start(() -> readAndRollBack(connection, ofOne, connection == loser));
      Elsewhere<Boolean> two =
          Elsewhere.start(() -> readAndRollBack(other, ofOther, other == loser));
      one.value();
      two.value();
    }
  }

  private static boolean readAndRollBack(Connection session, int job, boolean loses)
      throws SQLException {
    if (loses) {
      assertEquals(
          4,
          shape(deadlock(() -> read(session, job))).size(),
          "two wait for a worker, and two workers for a lock");
    } else {
      assertEquals(List.of("UPDATE 1"), read(session, job));
    }
    session.rollback();
    return true;
  }

  @Test
  void a_server_that_does_not_answer_keeps_nobody_from_cancelling_the_wait() throws Exception {
    try (Proxy proxy = Proxy.to(database);
        Gate gate = Gate.in(database);
        Connection looking = database.connectPlain()) {
      Connection cut =
          DriverManager.getConnection(
              proxy.through(database.url()) + "&options=-c%20deadlock_timeout=50");
      int own = pid(cut);
      int job = Sql.launch(cut, gate.query());
      gate.awaitArrival(job);
      ProxyConnection way = proxy.of(own, looking);
      Statement statement = cut.createStatement();
      Elsewhere<Boolean> waiting =
          Elsewhere.start(
                  () ->
                      statement.execute(
                          "select * from pg_background_result(" + job + ") as (t text)"))
              .awaitParked();
      way.silence();
      Await.until("it looks", () -> isLooking(job));
      statement.cancel();
      SQLException error = waiting.error();
      assertEquals("57014", error.getSQLState());
      assertNotNull(((PSQLException) error).getServerErrorMessage());
      cut.abort(Runnable::run);
    }
  }

  private static boolean isLooking(int job) {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().equals("pgbackground deadlock check for " + job));
  }
}
