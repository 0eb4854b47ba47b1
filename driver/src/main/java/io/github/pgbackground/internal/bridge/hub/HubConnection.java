package io.github.pgbackground.internal.bridge.hub;

import io.github.pgbackground.internal.link.Link;
import io.github.pgbackground.internal.link.LinkedConnection;
import io.github.pgbackground.internal.login.Idleness;
import io.github.pgbackground.internal.login.Target;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.Utils;

/**
 * A connection that answers, and what it says to its server about locks and answers. For one thread
 * at a time, but {@link #hasNews} for any.
 *
 * <p>Behind a pooler it sets nothing for longer than a transaction, since its server process may be
 * given to somebody else; nor does it take a lock or write anything on a process that is not its
 * own.
 *
 * @param pid its process
 */
record HubConnection(BaseConnection connection, @Nullable Link link, int pid) {
  private static final Logger LOGGER = Logger.getLogger("io.github.pgbackground");

  /** The OIDs of answers begin here, where a server is with its own after four billion objects. */
  static final long FIRST_OBJECT = 0xf000_0000L;

  /** How long the locks of a connection that has ended may still be held. */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  /** An answer that is lost with its server is one that nobody waits for any more. */
  private static final String NEED_NOT_LAST =
      "pg_catalog.set_config('synchronous_commit', 'off', true)";

  /** Has three numbers. */
  private static final String REMOVE = ", pg_catalog.lo_unlink(?), " + Locks.RELEASE;

  /**
   * Removes answers whose connection has ended.
   *
   * @param givenUp the process of a connection that is to end, 0 for none
   * @throws SQLException 0A000 behind a pooler that does not leave connections their processes
   */
  static HubConnection open(Target target, int givenUp) throws SQLException {
    LinkedConnection linked = target.connect();
    BaseConnection connection = linked.connection();
    try {
      int process = Poolers.process(connection);
      if (Poolers.isBehind(connection, process)) {
        try (Connection other = target.connect().connection()) {
          Poolers.check(connection, process, other);
        }
      } else {
        Idleness.allow(connection);
      }
      HubConnection opened = new HubConnection(connection, linked.link(), process);
      if (givenUp != 0) {
        opened.end(givenUp);
      }
      Leftovers.remove(connection);
      return opened;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /** Whether the server has said something unasked. */
  boolean hasNews() {
    return link != null && !link.isIdle();
  }

  /** Whether it can be used; asks the server only if that has said something. */
  boolean isAlive() {
    try {
      return !isClosed() && (!hasNews() || holds("true"));
    } catch (SQLException e) {
      return false;
    }
  }

  /** Whether pgjdbc knows that it has ended. */
  boolean isClosed() {
    try {
      return connection.isClosed();
    } catch (SQLException e) {
      return true;
    }
  }

  /** Whether something holds, by a condition in SQL. */
  boolean holds(String condition) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select " + condition)) {
      row.next();
      return row.getBoolean(1);
    }
  }

  /** The same for a condition that is asked for again and again, with other numbers. */
  private boolean holds(String condition, int... numbers) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("select " + condition)) {
      set(statement, 1, numbers);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getBoolean(1);
      }
    }
  }

  private static void set(PreparedStatement statement, int first, int... numbers)
      throws SQLException {
    for (int i = 0; i < numbers.length; i++) {
      statement.setInt(first + i, numbers[i]);
    }
  }

  /** The SQL that tries to take a lock, and has two numbers. */
  private String lock() {
    return Locks.take(pid);
  }

  /** Has the process of a turn go on, whether or not the next turn's lock can be had. */
  private String wake() {
    return "select " + lock() + ", " + Locks.RELEASE;
  }

  /**
   * Takes a process's locks, the first turn's among them; all or none. A connection may hold them
   * that is about to end: this one's predecessor, or one that has answered for a session that had
   * the process before, behind a pooler.
   *
   * @return whether it has them after at most a second
   * @throws SQLException 0A000 behind a pooler that does not leave sessions their processes
   */
  boolean serve(int process, boolean worker) throws SQLException {
    String all = lock() + " and " + lock() + (worker ? " and " + lock() : "");
    int[] keys = Locks.ofServed(process, worker);
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    do {
      if (process != pid && holds(all, keys)) {
        return true;
      } else if (process == pid || !holds(Locks.isOn(pid))) {
        throw Poolers.error();
      }
      holds("true" + Locks.releaseAll(process));
      LockSupport.parkNanos(PAUSE_NANOS);
    } while (System.nanoTime() < deadline);
    return false;
  }

  /**
   * Ends the process of a connection like this one that was lost, if it still holds locks: it may
   * not have heard that it was, and sessions wait for these.
   */
  private void end(int process) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select pg_catalog.pg_terminate_backend(?, ?) where exists (select from"
                + " pg_catalog.pg_locks as l where l.pid operator(pg_catalog.=) ? and l.locktype"
                + " operator(pg_catalog.=) 'advisory' and l.mode operator(pg_catalog.=)"
                + " 'ExclusiveLock' and l.classid operator(pg_catalog.=) "
                + Locks.SERVED
                + "::pg_catalog.oid)")) {
      statement.setInt(1, process);
      statement.setLong(2, TimeUnit.NANOSECONDS.toMillis(PATIENCE_NANOS));
      statement.setInt(3, process);
      statement.execute();
    }
  }

  /** Takes the lock of a process's first turn again. */
  boolean serveAgain(int process) throws SQLException {
    return holds(lock(), Locks.turn(0), process);
  }

  /**
   * Begins a process's next turn.
   *
   * @param trusted a condition in SQL, on which alone that happens
   * @return whether it has
   */
  boolean take(int process, int turn, String trusted) throws SQLException {
    return holds(
        "case when " + trusted + " then " + lock() + " and " + Locks.RELEASE + " else false end",
        Locks.turn(turn + 1),
        process,
        Locks.turn(turn),
        process);
  }

  /**
   * Writes an answer and lets the process that waits for it go on: a turn ends, and the next one
   * begins.
   *
   * @param previous the answer before, which is removed; 0 for none
   * @param reader who has to be let in to read it, null for one who may anyway
   * @return whether the next turn has begun
   */
  boolean answer(
      int process, int turn, long object, long previous, byte[] answer, @Nullable String reader)
      throws SQLException {
    String write =
        "begin; select "
            + NEED_NOT_LAST
            + ", "
            + lock()
            + ", pg_catalog.lo_from_bytea(?, ?)"
            + (previous == 0 ? "" : REMOVE)
            + (reader == null ? "" : letIn(reader, object))
            + "; commit; ";
    try (PreparedStatement statement = connection.prepareStatement(write + wake())) {
      set(statement, 1, Locks.ANSWER, number(object));
      statement.setLong(3, object);
      statement.setBytes(4, answer);
      int next = previous == 0 ? 5 : setRemoved(statement, 5, previous);
      set(statement, next, Locks.turn(turn + 1), process, Locks.turn(turn), process);
      return lastOf(statement, statement.execute());
    } catch (SQLException e) {
      LOGGER.log(Level.WARNING, "An answer was not written", e);
      try (PreparedStatement statement =
          connection.prepareStatement(
              "rollback; select " + Locks.release(Locks.ANSWER, number(object)) + "; " + wake())) {
        set(statement, 1, Locks.turn(turn + 1), process, Locks.turn(turn), process);
        return lastOf(statement, statement.execute());
      }
    }
  }

  private static boolean lastOf(Statement statement, boolean isResult) throws SQLException {
    boolean value = false;
    boolean isRows = isResult;
    while (isRows || statement.getUpdateCount() >= 0) {
      if (isRows) {
        try (ResultSet row = statement.getResultSet()) {
          // Where pgjdbc is made to transfer all values in binary, a COMMIT gives no rows, not no
          // result.
          value = row.next() && row.getBoolean(1);
        }
      }
      isRows = statement.getMoreResults();
    }
    return value;
  }

  private static String letIn(String reader, long object) throws SQLException {
    StringBuilder grant =
        new StringBuilder("; grant select, update on large object ").append(object).append(" to ");
    Utils.escapeIdentifier(grant, reader);
    return grant.toString();
  }

  /** Removes an answer. */
  void remove(long object) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("select " + NEED_NOT_LAST + REMOVE)) {
      setRemoved(statement, 1, object);
      statement.execute();
    }
  }

  private static int setRemoved(PreparedStatement statement, int first, long object)
      throws SQLException {
    statement.setLong(first, object);
    set(statement, first + 1, Locks.ANSWER, number(object));
    return first + 3;
  }

  /** Lets all locks of processes go. */
  void forget(Collection<Integer> processes) throws SQLException {
    StringBuilder sql = new StringBuilder("select true");
    for (int process : processes) {
      sql.append(Locks.releaseAll(process));
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql.toString());
    }
  }

  private static int number(long object) {
    return (int) (object - FIRST_OBJECT);
  }

  /** Ends the connection, and with it all of its locks. */
  void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      LOGGER.log(Level.FINE, "The connection that answers was not closed cleanly", e);
    }
  }
}
