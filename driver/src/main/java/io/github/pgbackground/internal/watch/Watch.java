package io.github.pgbackground.internal.watch;

import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Passes on what happens in the pools of this JVM: counts it, and tells those who listen. The pools
 * and the listeners are in concurrent collections; nothing here waits.
 */
public final class Watch {
  private static final Logger LOGGER = Logger.getLogger("io.github.pgbackground");

  private static final Set<Pool> POOLS = ConcurrentHashMap.newKeySet();
  private static final List<JobListener> LISTENERS = new CopyOnWriteArrayList<>();

  static {
    LISTENERS.add(new JobLog());
    JobListener recording = FlightRecording.ifPossible();
    if (recording != null) {
      LISTENERS.add(recording);
    }
  }

  private final Pool pool;
  private final @Nullable PoolRegistration bean;

  /**
   * @param registersBean whether the pool has a JMX bean
   */
  public Watch(Pool pool, boolean registersBean) {
    this.pool = pool;
    this.bean = registersBean ? PoolRegistration.of(pool) : null;
    POOLS.add(pool);
    tell(listener -> listener.opened(pool));
  }

  /** From now on the listener is told; of the pools there are, at once. */
  public static void listen(JobListener listener) {
    LISTENERS.add(listener);
    POOLS.forEach(listener::opened);
  }

  /** Takes {@link #listen} back. */
  public static void stopListening(JobListener listener) {
    LISTENERS.remove(listener);
  }

  /** The pools that are open. */
  public static Stream<Pool> pools() {
    return POOLS.stream();
  }

  /** A launch returns a handle, after so many nanoseconds. */
  public void launched(int pid, long waited, String sql) {
    pool.tally().launch();
    tell(listener -> listener.launched(pool, pid, waited, sql));
  }

  /** A launch fails, after so many nanoseconds. */
  public void refused(long waited, SQLException error) {
    pool.tally().refuse();
    tell(listener -> listener.refused(pool, waited, error));
  }

  /** A job begins to run, so many nanoseconds after its launch. */
  public void started(int pid, int backendPid, long waited) {
    tell(listener -> listener.started(pool, pid, backendPid, waited));
  }

  /** A job has ended; those who wait for it do not know yet. */
  public void ended(int pid, End how, long ran, @Nullable String sqlState) {
    pool.tally().end(how);
    tell(listener -> listener.ended(pool, pid, how, ran, sqlState));
  }

  /** Output of a job has been written to a file. */
  public void spilled(int pid, long bytes) {
    pool.tally().spill(bytes);
    tell(listener -> listener.spilled(pool, pid, bytes));
  }

  /** Somebody has asked a job to stop. */
  public void cancelled(int pid) {
    tell(listener -> listener.cancelled(pool, pid));
  }

  /** The pool is closed. */
  public void close() {
    POOLS.remove(pool);
    if (bean != null) {
      bean.close();
    }
  }

  /** Whatever listeners do, jobs go on. */
  private static void tell(Consumer<JobListener> event) {
    for (JobListener listener : LISTENERS) {
      try {
        event.accept(listener);
      } catch (RuntimeException e) {
        LOGGER.log(Level.WARNING, "A listener has failed", e);
      }
    }
  }
}
