package io.github.pgbackground.internal.bridge;

import io.github.pgbackground.internal.rows.ServerError;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.Utils;
import org.postgresql.util.PSQLException;

/** What the connection that answers says to its server about locks and answers. */
final class HubSql {
  private static final Logger LOGGER = Logger.getLogger("io.github.pgbackground");

  // The first keys of the locks, as request.sql has them; the second is a process.

  private static final int SERVED = 1_885_823_590;
  private static final int FIRST_TURN = SERVED + 1;
  private static final int IS_WORKER = SERVED + 4;

  /** The lock on an answer; the second key is how many OIDs after the first. */
  static final int ANSWER = SERVED + 5;

  /** The OIDs of answers begin here, where a server is with its own after four billion objects. */
  static final long FIRST_OBJECT = 0xf000_0000L;

  /** How long the locks of a connection that has ended may still be held. */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  static boolean isTrue(BaseConnection open, String query) throws SQLException {
    try (Statement statement = open.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getBoolean(1);
    }
  }

  /** Lets the function go on, whether or not the next turn's lock can be had. */
  static String wake(int turn, int pid) {
    return "select pg_try_advisory_lock("
        + turn(turn + 1, pid)
        + "), pg_advisory_unlock("
        + turn(turn, pid)
        + ")";
  }

  static boolean lastOf(Statement statement, boolean isResult) throws SQLException {
    boolean value = false;
    boolean isRows = isResult;
    while (isRows || statement.getUpdateCount() >= 0) {
      if (isRows) {
        try (ResultSet row = statement.getResultSet()) {
          row.next();
          value = row.getBoolean(1);
        }
      }
      isRows = statement.getMoreResults();
    }
    return value;
  }

  static String letIn(String reader, long object) throws SQLException {
    StringBuilder grant =
        new StringBuilder("; grant select, update on large object ").append(object).append(" to ");
    Utils.escapeIdentifier(grant, reader);
    return grant.toString();
  }

  static String removing(long object) {
    return object == 0
        ? ""
        : ", lo_unlink("
            + object
            + "), pg_advisory_unlock("
            + ANSWER
            + ","
            + (object - FIRST_OBJECT)
            + ")";
  }

  /** All locks of a process. */
  static String unlocking(int pid) {
    StringBuilder sql = new StringBuilder();
    for (int key = SERVED; key <= IS_WORKER; key++) {
      sql.append(", ").append(unlocking(key, pid));
    }
    return sql.toString();
  }

  /** Unlocking what is not locked gives a warning, on the server too. */
  static String unlocking(int key, int number) {
    return String.format(
        Locale.ROOT,
        "case when exists (select from pg_locks where pid = pg_backend_pid() and locktype ="
            + " 'advisory' and classid = %1$d and objid = %2$d) then pg_advisory_unlock(%1$d, %2$d)"
            + " end",
        key,
        number);
  }

  static String turn(int turn, int pid) {
    return FIRST_TURN + turn % Request.TURNS + "," + pid;
  }

  /**
   * Removes answers of this user's whose connection has ended: nobody holds the locks on them. What
   * else has such an OID does not have its number where an answer's key has it.
   */
  static void removeLeftovers(Statement statement) throws SQLException {
    String number = "(oid::int8 - " + FIRST_OBJECT + ")::int4";
    try {
      statement.execute(
          String.format(
              Locale.ROOT,
              "select case when encode(lo_get(oid, 29, 7), 'escape') = lpad(to_hex(%1$s), 7, '0')"
                  + " then lo_unlink(oid) end, pg_advisory_unlock(%2$d, %1$s)"
                  + " from pg_largeobject_metadata where oid >= %3$d::oid"
                  + " and lomowner = current_user::regrole and pg_try_advisory_lock(%2$d, %1$s)",
              number,
              ANSWER,
              FIRST_OBJECT));
    } catch (PSQLException e) {
      // Another connection that answers removes them.
      LOGGER.log(Level.FINE, "Answers left over were not removed", e);
      statement.execute("select pg_advisory_unlock_all()");
    }
  }

  /**
   * Takes a process's locks, all or none.
   *
   * @param patiently whether a connection may hold them that is about to end
   */
  static boolean lock(BaseConnection open, int pid, boolean worker, boolean patiently)
      throws SQLException {
    String[] keys = {SERVED + "," + pid, turn(0, pid), IS_WORKER + "," + pid};
    StringBuilder all = new StringBuilder("select true");
    for (int i = 0; i < (worker ? 3 : 2); i++) {
      all.append(" and pg_try_advisory_lock(").append(keys[i]).append(')');
    }
    long deadline = System.nanoTime() + (patiently ? PATIENCE_NANOS : 0);
    do {
      if (isTrue(open, all.toString())) {
        return true;
      }
      isTrue(open, "select true" + unlocking(pid));
      LockSupport.parkNanos(patiently ? PAUSE_NANOS : 0);
    } while (System.nanoTime() < deadline);
    return false;
  }

  static PSQLException taken(int pid) {
    return ServerError.of("55P03", "calls on the server cannot be served in this session")
        .withDetail(
            "Somebody else holds the advisory locks of the server process with PID " + pid + ".")
        .withHint("See pg_locks for advisory locks with classid " + SERVED + " and following.")
        .toException();
  }

  private HubSql() {}
}
