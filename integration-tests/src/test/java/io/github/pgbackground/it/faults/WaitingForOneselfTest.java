package io.github.pgbackground.it.faults;

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
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** A caller that waits for a job that waits for the caller: 40P01, as from the server. */
@ExtendWith(PostgresExtension.class)
@Timeout(60)
class WaitingForOneselfTest {
  private final TestDatabase database;
  private Connection connection;

  WaitingForOneselfTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void connect() throws SQLException {
    connection = open();
    Sql.execute(connection, "create table account (id int primary key, amount int)");
    Sql.execute(connection, "insert into account values (1, 0), (2, 0)");
  }

  @AfterEach
  void close() throws SQLException {
    if (!connection.getAutoCommit()) {
      connection.rollback();
      connection.setAutoCommit(true);
    }
    Sql.execute(connection, "drop table account");
    connection.close();
  }

  private Connection open() throws SQLException {
    Connection opened = database.connect();
    Sql.execute(opened, "set deadlock_timeout = 50");
    return opened;
  }

  private static String update(int id) {
    return "update account set amount = amount + 1 where id = " + id;
  }

  private static int pid(Connection connection) throws SQLException {
    return Integer.parseInt(String.valueOf(Sql.value(connection, "select pg_backend_pid()")));
  }

  private static List<String> read(Connection connection, int job) throws SQLException {
    return Sql.result(connection, job, "tag text");
  }

  private ServerErrorMessage deadlock(int job) {
    return deadlock(() -> read(connection, job));
  }

  private static ServerErrorMessage deadlock(org.junit.jupiter.api.function.Executable waiting) {
    ServerErrorMessage error = Sql.error("40P01", waiting);
    assertEquals("deadlock detected", error.getMessage());
    return error;
  }

  /** The lines of a detail, without their numbers. */
  private static List<String> shape(ServerErrorMessage error) {
    return String.valueOf(error.getDetail()).replaceAll("\\d+", "N").lines().toList();
  }

  @Test
  void a_row_that_the_caller_has_changed_is_a_deadlock_like_the_servers_own() throws Exception {
    connection.setAutoCommit(false);
    Sql.execute(connection, update(1));
    int own = pid(connection);
    int job = Sql.launch(connection, update(1));
    ServerErrorMessage found = deadlock(job);
    assertEquals(
        String.format(
            Locale.ROOT,
            "Process %1$d waits for the end of background worker %2$d; blocked by process %2$d.%n"
                + "Process %2$d waits for ShareLock on transaction N; blocked by process %1$d.",
            own,
            job),
        String.valueOf(found.getDetail()).replaceAll("transaction \\d+", "transaction N"));
    ServerErrorMessage servers = serversOwnDeadlock();
    assertEquals(servers.getMessage(), found.getMessage());
    assertEquals(servers.getHint(), found.getHint());
    assertEquals(shape(servers).get(1), shape(found).get(1));
  }

  /** Two plain sessions, each of which wants the row that the other has. */
  private ServerErrorMessage serversOwnDeadlock() throws Exception {
    connection.rollback();
    try (Connection one = database.connectPlain();
        Connection other = database.connectPlain()) {
      one.setAutoCommit(false);
      other.setAutoCommit(false);
      Sql.execute(one, "set deadlock_timeout = 50");
      Sql.execute(other, "set deadlock_timeout = '1h'");
      Sql.execute(one, update(1));
      Sql.execute(other, update(2));
      Elsewhere<Boolean> waiting =
          Elsewhere.start(
              () -> {
                Sql.execute(other, update(1));
                return true;
              });
      ServerErrorMessage error = Sql.error("40P01", () -> Sql.execute(one, update(2)));
      one.rollback();
      waiting.value();
      other.rollback();
      return error;
    }
  }

  @Test
  void the_job_is_cancelled_and_has_done_nothing() throws Exception {
    connection.setAutoCommit(false);
    Sql.execute(connection, update(1));
    int job = Sql.launch(connection, "insert into account values (3, 0); " + update(1));
    deadlock(job);
    Sql.error("25P02", () -> Sql.execute(connection, "select 1"));
    connection.rollback();
    assertEquals(
        "canceling statement due to user request",
        Sql.error("57014", () -> read(connection, job)).getMessage());
    connection.rollback();
    assertEquals(List.of("1|0", "2|0"), Sql.rows(connection, "select * from account order by id"));
  }

  @Test
  void a_savepoint_brings_the_transaction_back() throws Exception {
    connection.setAutoCommit(false);
    Sql.execute(connection, update(1));
    int job = Sql.launch(connection, update(1));
    var before = connection.setSavepoint();
    deadlock(job);
    connection.rollback(before);
    connection.commit();
    assertEquals("1", Sql.value(connection, "select amount from account where id = 1"));
  }

  @Test
  void it_is_found_in_one_statement_that_launches_and_waits() throws Exception {
    connection.setAutoCommit(false);
    Sql.execute(connection, "lock table account");
    deadlock(
        () ->
            Sql.rows(
                connection,
                "select * from pg_background_result(pg_background_launch("
                    + "'select count(*) from account')) as (n bigint)"));
  }

  @Test
  void a_lock_of_the_session_is_one_of_the_caller_too() throws Exception {
    Sql.execute(connection, "select pg_advisory_lock(4711)");
    int job = Sql.launch(connection, "select pg_advisory_lock(4711)::text");
    assertEquals(
        "Process N waits for ExclusiveLock on advisory lock [N,N,N,N]; blocked by process N.",
        shape(deadlock(job)).get(1));
    Sql.execute(connection, "select pg_advisory_unlock(4711)");
  }

  @Test
  void a_caller_whose_statement_has_a_timeout_gets_the_timeout() throws Exception {
    connection.setAutoCommit(false);
    Sql.execute(connection, update(1));
    Sql.execute(
        connection,
        "set local statement_timeout = 400; set local pg_background.worker_timeout = '1min'");
    int job = Sql.launch(connection, update(1));
    assertEquals(
        "canceling statement due to statement timeout",
        Sql.error("57014", () -> read(connection, job)).getMessage());
    connection.rollback();
    assertEquals(List.of("UPDATE 1"), read(connection, job));
  }

  @Test
  void a_caller_with_a_query_timeout_gets_the_timeout() throws Exception {
    connection.setAutoCommit(false);
    Sql.execute(connection, update(1));
    int job = Sql.launch(connection, update(1));
    try (Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(1);
      Sql.error(
          "57014",
          () ->
              statement.executeQuery(
                  "select * from pg_background_result(" + job + ") as (tag text)"));
    }
    connection.rollback();
    assertEquals(List.of("UPDATE 1"), read(connection, job));
  }

  @Test
  void a_job_that_waits_for_locks_only_so_long_gets_its_own_error() throws Exception {
    connection.setAutoCommit(false);
    Sql.execute(connection, update(1));
    int job = Sql.launch(connection, "set lock_timeout = 400; " + update(1));
    Sql.error("55P03", () -> read(connection, job));
  }

  @Test
  void a_job_whose_session_waits_for_locks_only_so_long_gets_its_own_error() throws Exception {
    Sql.execute(connection, "set lock_timeout = 400");
    connection.setAutoCommit(false);
    Sql.execute(connection, update(1));
    int job = Sql.launch(connection, update(1));
    Sql.error("55P03", () -> read(connection, job));
    connection.rollback();
    Sql.execute(connection, "reset lock_timeout");
    connection.commit();
  }

  @Test
  void a_job_that_lifts_its_own_bound_has_none() throws Exception {
    connection.setAutoCommit(false);
    Sql.execute(connection, update(1));
    deadlock(Sql.launch(connection, "set lock_timeout = 0; " + update(1)));
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
          shape(deadlock(job)));
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
      deadlock(Sql.launch(connection, update(2)));
      connection.rollback();
      assertEquals(List.of("UPDATE 1", "UPDATE 1"), read(connection, between));
      connection.rollback();
    }
  }

  @Test
  void of_two_sessions_whose_jobs_wait_for_the_other_one_goes_on() throws Exception {
    try (Connection other = open();
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

  private static void awaitBlocked(Connection looking, int pid) throws Exception {
    Await.until(
        pid + " waits for a lock",
        () ->
            "1"
                .equals(
                    Sql.value(
                        looking,
                        "select count(*) from pg_locks where not granted and pid = " + pid)));
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
