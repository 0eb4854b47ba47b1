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

  /** How long the locks of a connection that has ended may still be held. */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

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
      Locks.set(statement, 1, numbers);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getBoolean(1);
      }
    }
  }

  /** The SQL that tries to take a lock, and has two numbers. */
  private String lock() {
    return Locks.take(pid);
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

  /** The answers that it writes. */
  AnswerObjects answers() {
    return new AnswerObjects(connection, pid);
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

  /** Ends the connection, and with it all of its locks. */
  void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      LOGGER.log(Level.FINE, "The connection that answers was not closed cleanly", e);
    }
  }
}
