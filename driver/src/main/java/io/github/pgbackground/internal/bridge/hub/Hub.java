package io.github.pgbackground.internal.bridge.hub;

import io.github.pgbackground.internal.bridge.request.Request;
import io.github.pgbackground.internal.job.DriverThread;
import io.github.pgbackground.internal.login.Target;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
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
public final class Hub {
  private static final Logger LOGGER = Logger.getLogger("io.github.pgbackground");

  /** A look asks the operating system; a server needs longer to end a connection. */
  private static final long LOOK_PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

  private final Target target;
  private final ReentrantLock using = new ReentrantLock();
  private final Queue<Integer> leaving = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean clearing = new AtomicBoolean();
  private final ServedProcesses served = new ServedProcesses();
  private volatile boolean abandoned;

  /** When nothing new was seen; one look more or less does not matter. */
  private volatile long lookedAt = System.nanoTime() - LOOK_PAUSE_NANOS;

  private volatile @Nullable HubConnection connection;

  /** The process of a connection that was given up and may not have heard of it, 0 for none. */
  private int givenUp;

  /** As {@link Hubs} makes it, for its sessions. */
  Hub(Target target) {
    this.target = target;
  }

  /** A session has ended. Asks no server. */
  public void release(int pid) {
    boolean isLast = Hubs.letGo(target);
    // First, so that whoever closes the connection has it removed before.
    leaving.add(pid);
    if (isLast) {
      abandoned = true;
    }
    clearSoon();
  }

  /** A process is not served any more. The server learns that on a thread of its own. */
  public void leave(int pid) {
    leaving.add(pid);
    clearSoon();
  }

  private void clearSoon() {
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
        forgetThoseLeft();
        close();
      }
    } finally {
      using.unlock();
    }
  }

  /** Says from now on that a process is served. */
  public void serve(int pid, boolean worker) throws SQLException {
    using.lock();
    try {
      forgetThoseLeft();
      served.add(open(), pid, worker);
    } finally {
      unlock();
    }
  }

  /** A connection on which to look at other processes; not to be left in a transaction. */
  public BaseConnection looking() throws SQLException {
    using.lock();
    try {
      return open().connection();
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
  public boolean take(int pid, Request request, String trusted) throws SQLException {
    return ask(open -> served.take(open, pid, request, trusted));
  }

  /** Whether something holds, by a condition in SQL. */
  public boolean holds(String condition) throws SQLException {
    return ask(open -> open.holds(condition));
  }

  /** Something to ask the server. */
  @FunctionalInterface
  private interface Question {
    boolean ask(HubConnection open) throws SQLException;
  }

  private boolean ask(Question question) throws SQLException {
    using.lock();
    try {
      return question.ask(open());
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
  public void answer(int pid, Request request, byte[] answer, @Nullable String reader)
      throws SQLException {
    using.lock();
    try {
      HubConnection open = connection;
      // If the connection was lost meanwhile, the function knows.
      if (open != null && !open.isClosed()) {
        served.answer(open, pid, request, answer, reader);
      }
    } catch (SQLException e) {
      // The function waits for a lock of this connection: only its end is sure to let it go on.
      giveUp();
      try {
        open();
      } catch (SQLException stillLost) {
        e.addSuppressed(stillLost);
      }
      throw e;
    } finally {
      unlock();
    }
  }

  /** Removes the answer that a process has read. */
  public void tidy(int pid) throws SQLException {
    ask(
        open -> {
          forgetThoseLeft();
          served.tidy(open, pid);
          return true;
        });
  }

  // The connection; under the lock

  private HubConnection open() throws SQLException {
    HubConnection known = connection;
    if (known != null && known.isAlive()) {
      return known;
    }
    close();
    HubConnection opened = HubConnection.open(target, givenUp);
    givenUp = 0;
    try {
      served.moveTo(opened);
    } catch (SQLException e) {
      opened.close();
      throw e;
    }
    connection = opened;
    return opened;
  }

  /** Whether the connection is not open, or the server has said something on it unasked. */
  public boolean hasNews() {
    HubConnection seen = connection;
    long now = System.nanoTime();
    if (seen != null && now - lookedAt < LOOK_PAUSE_NANOS) {
      return false;
    } else if (seen == null || seen.hasNews()) {
      return true;
    }
    lookedAt = now;
    return false;
  }

  private void forgetThoseLeft() {
    List<Integer> gone = new ArrayList<>();
    for (Integer pid = leaving.poll(); pid != null; pid = leaving.poll()) {
      gone.add(pid);
    }
    try {
      served.remove(connection, gone);
    } catch (SQLException e) {
      LOGGER.log(Level.FINE, "The locks of a session that has ended are still held", e);
      giveUp();
    }
  }

  private void closeIfLost() {
    HubConnection open = connection;
    if (open != null && open.isClosed()) {
      giveUp();
    }
  }

  /** Closes a connection whose process may not hear of it: the next one ends that. */
  private void giveUp() {
    HubConnection open = connection;
    if (open != null) {
      givenUp = open.pid();
    }
    close();
  }

  private void close() {
    HubConnection open = connection;
    connection = null;
    if (open != null) {
      open.close();
    }
  }
}
