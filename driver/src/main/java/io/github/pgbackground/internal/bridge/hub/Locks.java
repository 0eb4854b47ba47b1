package io.github.pgbackground.internal.bridge.hub;

import io.github.pgbackground.internal.bridge.request.Request;
import io.github.pgbackground.internal.rows.ServerError;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.postgresql.util.PSQLException;

/**
 * The advisory locks by which functions on the server and a connection that answers know of each
 * other, as {@code request.sql} has them, and the SQL about them. The first key of a lock says what
 * it is for, the second which process or answer.
 */
final class Locks {
  /** The lock that says that a process is served. */
  static final int SERVED = 1_885_823_590;

  private static final int FIRST_TURN = SERVED + 1;
  private static final int IS_WORKER = SERVED + 4;

  /** The lock on an answer; the second key is how many OIDs after the first. */
  static final int ANSWER = SERVED + 5;

  private static final String UNLOCK = "pg_catalog.pg_advisory_unlock(";

  /** Lets a lock go that is held; has two numbers. */
  static final String RELEASE = UNLOCK + "?, ?)";

  private Locks() {}

  /** Gives the numbers of locks to SQL that has places for them. */
  static void set(PreparedStatement statement, int first, int... numbers) throws SQLException {
    for (int i = 0; i < numbers.length; i++) {
      statement.setInt(first + i, numbers[i]);
    }
  }

  /** The first key of the lock of a turn. */
  static int turn(int turn) {
    return FIRST_TURN + turn % Request.TURNS;
  }

  /** The keys of the locks that say that a process is served, and of its first turn's. */
  static int[] ofServed(int process, boolean worker) {
    return worker
        ? new int[] {SERVED, process, turn(0), process, IS_WORKER, process}
        : new int[] {SERVED, process, turn(0), process};
  }

  /** Whether a connection still has its process, as a condition. */
  static String isOn(int pid) {
    return "pg_catalog.pg_backend_pid() operator(pg_catalog.=) " + pid;
  }

  /** Tries to take a lock, on the connection's own process alone; has two numbers. */
  static String take(int pid) {
    return "case when " + isOn(pid) + " then pg_catalog.pg_try_advisory_lock(?, ?) end";
  }

  /** Lets all locks on a process go, those that are held. */
  static String releaseAll(int process) {
    StringBuilder sql = new StringBuilder();
    for (int key = SERVED; key <= IS_WORKER; key++) {
      sql.append(", ").append(release(key, process));
    }
    return sql.toString();
  }

  /** Lets a lock go if it is held: to unlock what is not gives a warning, on the server too. */
  static String release(int key, int number) {
    return "case when exists (select from pg_catalog.pg_locks where pid operator(pg_catalog.=)"
        + " pg_catalog.pg_backend_pid() and locktype operator(pg_catalog.=) 'advisory' and classid"
        + " operator(pg_catalog.=) "
        + key
        + "::pg_catalog.oid and objid operator(pg_catalog.=) "
        + number
        + "::pg_catalog.oid) then "
        + UNLOCK
        + key
        + ", "
        + number
        + ") end";
  }

  /** Somebody else has the locks of a process. */
  static PSQLException taken(int process) {
    return ServerError.of("55P03", "calls on the server cannot be served in this session")
        .withDetail(
            "Somebody else holds the advisory locks of the server process with PID "
                + process
                + ".")
        .withHint("See pg_locks for advisory locks with classid " + SERVED + " and following.")
        .toException();
  }
}
