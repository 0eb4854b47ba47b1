package io.github.pgbackground.it.faults;

import static io.github.pgbackground.it.faults.Accounts.awaitBlocked;
import static io.github.pgbackground.it.faults.Accounts.deadlock;
import static io.github.pgbackground.it.faults.Accounts.pid;
import static io.github.pgbackground.it.faults.Accounts.read;
import static io.github.pgbackground.it.faults.Accounts.shape;
import static io.github.pgbackground.it.faults.Accounts.update;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.serving.Elsewhere;
import io.github.pgbackground.it.serving.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postgresql.util.ServerErrorMessage;

/** A caller that waits for a job that waits for the caller: 40P01, as from the server. */
@ExtendWith(PostgresExtension.class)
class WaitingForOneselfTest {
  private final TestDatabase database;
  private Accounts accounts;
  private Connection connection;

  WaitingForOneselfTest(TestDatabase database) {
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
  void a_row_that_the_caller_has_changed_is_a_deadlock_like_the_servers_own() throws Exception {
    connection.setAutoCommit(false);
    Sql.execute(connection, update(1));
    int own = pid(connection);
    int job = Sql.launch(connection, update(1));
    ServerErrorMessage found = accounts.deadlock(job);
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
        Connection other = database.connectPlain();
        Connection looking = database.connectPlain()) {
      one.setAutoCommit(false);
      other.setAutoCommit(false);
      Sql.execute(one, "set deadlock_timeout = 50");
      Sql.execute(other, "set deadlock_timeout = '1h'");
      Sql.execute(one, update(1));
      Sql.execute(other, update(2));
      int pid = pid(other);
      Elsewhere<Boolean> waiting =
          Elsewhere.start(
              () -> {
                Sql.execute(other, update(1));
                return true;
              });
      // It looks but once, as soon as it has waited for a while itself.
      awaitBlocked(looking, pid);
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
    accounts.deadlock(job);
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
    accounts.deadlock(job);
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
  void a_job_that_waits_for_the_end_of_all_who_have_changed_a_table_is_found_too()
      throws Exception {
    connection.setAutoCommit(false);
    Sql.execute(connection, update(1));
    int job = Sql.launch(connection, "create index concurrently made on account (amount)");
    accounts.deadlock(job);
    connection.rollback();
  }

  @Test
  void a_lock_of_the_session_is_one_of_the_caller_too() throws Exception {
    Sql.execute(connection, "select pg_advisory_lock(4711)");
    int job = Sql.launch(connection, "select pg_advisory_lock(4711)::text");
    assertEquals(
        "Process N waits for ExclusiveLock on advisory lock [N,N,N,N]; blocked by process N.",
        shape(accounts.deadlock(job)).get(1));
    Sql.execute(connection, "select pg_advisory_unlock(4711)");
  }
}
