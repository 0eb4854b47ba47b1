package io.github.pgbackground.it.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.serving.Await;
import io.github.pgbackground.it.serving.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.function.Executable;
import org.postgresql.util.ServerErrorMessage;

/**
 * Two rows to wait for, a caller that waits for jobs which want them, and what can be seen of such
 * waits.
 */
final class Accounts implements AutoCloseable {
  private final Connection caller;

  private Accounts(Connection caller) {
    this.caller = caller;
  }

  static Accounts in(TestDatabase database) throws SQLException {
    Accounts accounts = new Accounts(connect(database));
    Sql.execute(accounts.caller, "create table account (id int primary key, amount int)");
    Sql.execute(accounts.caller, "insert into account values (1, 0), (2, 0)");
    return accounts;
  }

  /** A session that soon looks for deadlocks. */
  static Connection connect(TestDatabase database) throws SQLException {
    Connection opened = database.connect();
    Sql.execute(opened, "set deadlock_timeout = 50");
    return opened;
  }

  Connection caller() {
    return caller;
  }

  static String update(int id) {
    return "update account set amount = amount + 1 where id = " + id;
  }

  static int pid(Connection connection) throws SQLException {
    return Integer.parseInt(String.valueOf(Sql.value(connection, "select pg_backend_pid()")));
  }

  static List<String> read(Connection connection, int job) throws SQLException {
    return Sql.result(connection, job, "tag text");
  }

  /** The deadlock that comes of a wait. */
  static ServerErrorMessage deadlock(Executable waiting) {
    ServerErrorMessage error = Sql.error("40P01", waiting);
    assertEquals("deadlock detected", error.getMessage());
    return error;
  }

  /** The deadlock that comes of the caller's wait for a job. */
  ServerErrorMessage deadlock(int job) {
    return deadlock(() -> read(caller, job));
  }

  /** The lines of a detail, without their numbers. */
  static List<String> shape(ServerErrorMessage error) {
    return String.valueOf(error.getDetail()).replaceAll("\\d+", "N").lines().toList();
  }

  /** Waits until a process stands before a lock. */
  static void awaitBlocked(Connection looking, int pid) throws Exception {
    String standing = "select count(*) from pg_locks where not granted and pid = " + pid;
    Await.until(pid + " waits for a lock", () -> "1".equals(Sql.value(looking, standing)));
  }

  @Override
  public void close() throws SQLException {
    if (!caller.getAutoCommit()) {
      caller.rollback();
      caller.setAutoCommit(true);
    }
    Sql.execute(caller, "drop table account");
    caller.close();
  }
}
