package io.github.pgbackground.internal.bridge;

import io.github.pgbackground.internal.link.Link;
import io.github.pgbackground.internal.link.LinkedConnection;
import io.github.pgbackground.internal.worker.DriverThread;
import io.github.pgbackground.internal.worker.Target;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;

/**
 * The connection that answers for all sessions of this JVM on one target: it holds the locks that
 * say which processes are served, and writes the answers.
 *
 * <p>{@link #using} guards the connection and what is known of it, and is held while the server is
 * asked, which does at once what it is asked here, or the connection is lost after some seconds.
 * Whoever must not wait leaves a note in a concurrent queue instead, which a thread reads that
 * comes for it.
 */
final class Hub {
  private static final Logger LOGGER = Logger.getLogger("io.github.pgbackground");

  private static final ConcurrentHashMap<Target, Held> HUBS = new ConcurrentHashMap<>();

  private record Held(Hub hub, int sessions) {}

  private static final int NO_TURN = -1;

  private final Target target;
  private final ReentrantLock using = new ReentrantLock();
  private final Queue<Integer> leaving = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean clearing = new AtomicBoolean();
  private final Map<Integer, Served> served = new HashMap<>();
  private volatile boolean abandoned;
  private volatile @Nullable BaseConnection connection;

  /** What is seen below it. */
  private volatile @Nullable Link link;

  /**
   * A process that is served.
   *
   * @param worker whether it is a worker of this driver
   * @param object the answer that has not been removed yet, 0 for none
   * @param turn which of its locks is held, {@link #NO_TURN} where somebody else has it
   */
  private record Served(boolean worker, long object, int turn) {
    Served with(long newObject) {
      return new Served(worker, newObject, turn);
    }

    Served next(boolean isLocked) {
      return new Served(worker, object, isLocked ? (turn + 1) % Request.TURNS : NO_TURN);
    }
  }

  private Hub(Target target) {
    this.target = target;
  }

  /** A session's hold on its target's hub; {@link #release} must follow. */
  static Hub hold(Target target) {
    return HUBS.compute(
            target,
            (t, held) ->
                held == null ? new Held(new Hub(t), 1) : new Held(held.hub(), held.sessions() + 1))
        .hub();
  }

  /** A session has ended. Asks no server. */
  void release(int pid) {
    Held left =
        HUBS.compute(
            target,
            (t, held) ->
                held == null || held.sessions() == 1
                    ? null
                    : new Held(held.hub(), held.sessions() - 1));
    if (left == null) {
      abandoned = true;
    }
    leave(pid);
  }

  /** A process is not served any more. The server learns that on a thread of its own. */
  void leave(int pid) {
    leaving.add(pid);
    if (clearing.compareAndSet(false, true)) {
      DriverThread.of("pgbackground ends of sessions", this::clear).start();
    }
  }

  private void clear() {
    using.lock();
    try {
      clearing.set(false);
      forgetThoseLeft();
    } finally {
      unlock();
    }
  }

  /** Whoever uses the connection last closes it. */
  private void unlock() {
    try {
      if (abandoned) {
        close();
      }
    } finally {
      using.unlock();
    }
  }

  /** Says from now on that a process is served. */
  void serve(int pid, boolean worker) throws SQLException {
    using.lock();
    try {
      forgetThoseLeft();
      if (!served.containsKey(pid)) {
        BaseConnection open = open();
        if (!HubSql.lock(open, pid, worker, false)) {
          throw HubSql.taken(pid);
        }
        served.put(pid, new Served(worker, 0, 0));
      } else {
        open();
      }
    } finally {
      unlock();
    }
  }

  /** A connection on which to look at other processes; not to be left in a transaction. */
  BaseConnection looking() throws SQLException {
    using.lock();
    try {
      return open();
    } finally {
      unlock();
    }
  }

  /**
   * Takes a request: lets the function know that somebody does.
   *
   * @param trusted a condition in SQL, on which alone it is taken
   * @return whether it is
   */
  boolean take(int pid, Request request, String trusted) throws SQLException {
    using.lock();
    try {
      BaseConnection open = open();
      Served known = served.get(pid);
      if (known != null && known.turn() == NO_TURN) {
        known =
            known.next(
                HubSql.isTrue(open, "select pg_try_advisory_lock(" + HubSql.turn(0, pid) + ")"));
        served.put(pid, known);
        return false;
      }
      // Of another turn, it waits for a lock of somebody else's.
      if (known == null || known.turn() != request.turn()) {
        return false;
      }
      boolean taken =
          HubSql.isTrue(
              open,
              "select case when "
                  + trusted
                  + " then pg_try_advisory_lock("
                  + HubSql.turn(request.turn() + 1, pid)
                  + ") and pg_advisory_unlock("
                  + HubSql.turn(request.turn(), pid)
                  + ") else false end");
      if (taken) {
        served.put(pid, known.next(true));
      }
      return taken;
    } catch (SQLException e) {
      closeIfLost();
      throw e;
    } finally {
      unlock();
    }
  }

  /** Whether something holds, by a condition in SQL. */
  boolean holds(String condition) throws SQLException {
    using.lock();
    try {
      return HubSql.isTrue(open(), "select " + condition);
    } catch (SQLException e) {
      closeIfLost();
      throw e;
    } finally {
      unlock();
    }
  }

  /**
   * Writes an answer and wakes the function that waits for it.
   *
   * @param reader who has to be let in to read it, null for one who may anyway
   */
  void answer(int pid, Request request, byte[] answer, @Nullable String reader)
      throws SQLException {
    using.lock();
    try {
      BaseConnection open = connection;
      Served known = served.get(pid);
      if (open == null
          || open.isClosed()
          || known == null
          || known.turn() != (request.turn() + 1) % Request.TURNS) {
        // The connection was lost meanwhile, and the function knows.
        return;
      }
      int number = (int) (request.object() - HubSql.FIRST_OBJECT);
      String write =
          "begin; select pg_try_advisory_lock("
              + HubSql.ANSWER
              + ","
              + number
              + "), lo_from_bytea("
              + request.object()
              + ", ?)"
              + HubSql.removing(known.object())
              + (reader == null ? "" : HubSql.letIn(reader, request.object()))
              + "; commit; ";
      boolean isNext;
      try (PreparedStatement statement =
          open.prepareStatement(write + HubSql.wake(known.turn(), pid))) {
        statement.setBytes(1, answer);
        isNext = HubSql.lastOf(statement, statement.execute());
        served.put(pid, known.with(request.object()).next(isNext));
      } catch (SQLException e) {
        LOGGER.log(Level.WARNING, "An answer was not written", e);
        try (Statement statement = open.createStatement()) {
          String sql =
              "rollback; select "
                  + HubSql.unlocking(HubSql.ANSWER, number)
                  + ";"
                  + HubSql.wake(known.turn(), pid);
          isNext = HubSql.lastOf(statement, statement.execute(sql));
          served.put(pid, known.next(isNext));
        }
      }
    } catch (SQLException e) {
      // The function waits for a lock of this connection: only its end is sure to let it go on.
      close();
      throw e;
    } finally {
      unlock();
    }
  }

  /** Removes the answer that a process has read. */
  void tidy(int pid) throws SQLException {
    using.lock();
    try {
      forgetThoseLeft();
      Served known = served.get(pid);
      if (known != null && known.object() != 0) {
        try (Statement statement = open().createStatement()) {
          statement.execute("select true" + HubSql.removing(known.object()));
        }
        served.put(pid, known.with(0));
      }
    } catch (SQLException e) {
      closeIfLost();
      throw e;
    } finally {
      unlock();
    }
  }

  // The connection; under the lock

  private BaseConnection open() throws SQLException {
    BaseConnection known = connection;
    if (known != null && !known.isClosed() && (!hasNews() || isAlive(known))) {
      return known;
    }
    close();
    LinkedConnection linked = target.connect();
    BaseConnection opened = linked.connection();
    try {
      try (Statement statement = opened.createStatement()) {
        statement.execute("set search_path = pg_catalog, pg_temp; set synchronous_commit = off");
        HubSql.removeLeftovers(statement);
      }
      List<Integer> pids = new ArrayList<>(served.keySet());
      for (int pid : pids) {
        Served before = served.get(pid);
        boolean worker = before != null && before.worker();
        if (HubSql.lock(opened, pid, worker, true)) {
          served.put(pid, new Served(worker, 0, 0));
        } else {
          served.remove(pid);
        }
      }
    } catch (SQLException e) {
      opened.close();
      throw e;
    }
    link = linked.link();
    connection = opened;
    return opened;
  }

  private static boolean isAlive(BaseConnection open) {
    try {
      return HubSql.isTrue(open, "select true");
    } catch (SQLException e) {
      return false;
    }
  }

  /** Whether the connection is not open, or the server has said something on it unasked. */
  boolean hasNews() {
    Link seen = link;
    return connection == null || (seen != null && !seen.isIdle());
  }

  private void forgetThoseLeft() {
    StringBuilder sql = new StringBuilder("select true");
    for (Integer pid = leaving.poll(); pid != null; pid = leaving.poll()) {
      Served known = served.remove(pid);
      if (known != null) {
        sql.append(HubSql.removing(known.object()));
        sql.append(HubSql.unlocking(pid));
      }
    }
    BaseConnection open = connection;
    if (open == null || sql.length() == "select true".length()) {
      return;
    }
    try (Statement statement = open.createStatement()) {
      statement.execute(sql.toString());
    } catch (SQLException e) {
      LOGGER.log(Level.FINE, "The locks of a session that has ended are still held", e);
      close();
    }
  }

  private void closeIfLost() {
    try {
      if (connection != null && connection.isClosed()) {
        connection = null;
      }
    } catch (SQLException e) {
      connection = null;
    }
  }

  private void close() {
    BaseConnection open = connection;
    connection = null;
    if (open != null) {
      try {
        open.close();
      } catch (SQLException e) {
        LOGGER.log(Level.FINE, "The connection that answers was not closed cleanly", e);
      }
    }
  }
}
