package io.github.pgbackground.internal.pool;

import io.github.pgbackground.internal.job.DriverThread;
import io.github.pgbackground.internal.job.Job;
import io.github.pgbackground.internal.job.Launch;
import io.github.pgbackground.internal.login.Target;
import io.github.pgbackground.internal.pool.slot.LoginFailure;
import io.github.pgbackground.internal.pool.slot.Quiet;
import io.github.pgbackground.internal.pool.slot.Slot;
import io.github.pgbackground.internal.pool.slot.SlotConfig;
import io.github.pgbackground.internal.rows.ServerError;
import io.github.pgbackground.internal.watch.Watch;
import io.github.pgbackground.internal.worker.Worker;
import java.sql.SQLException;
import java.util.Locale;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The workers of one target, and one thread for each that has something to do. Thread-safe; what is
 * shared lives in the {@link Roster} and in the executors.
 *
 * <p>Workers log in on threads of the pool, side by side, while the launches wait for what comes
 * first: a worker that has logged in, one that has become free, or the end of their patience.
 */
final class WorkerPool {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final String name = "pgbackground-" + NUMBER.incrementAndGet();
  private final AtomicInteger slots = new AtomicInteger();
  private final Target target;
  private final Limits limits;
  private final Roster roster;
  private final ManagedPool managed;
  private final Watch watch;
  private final ThreadPoolExecutor threads;
  private final ThreadFactory connectionThreads = threadFactory(name + " connections ");
  private final ScheduledThreadPoolExecutor housekeeping;

  WorkerPool(Target target, Limits limits) {
    this.target = target;
    this.limits = limits;
    this.roster = new Roster(limits.maxWorkers(), this::newSlot);
    this.threads =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            10,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            threadFactory(name + " job "));
    this.housekeeping =
        new ScheduledThreadPoolExecutor(
            1, connectionThreads, new ThreadPoolExecutor.DiscardPolicy());
    housekeeping.setRemoveOnCancelPolicy(true);
    housekeeping.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    Quiet.apply();
    this.managed =
        new ManagedPool(name, target, limits.maxWorkers(), roster, () -> PoolHold.jobsOf(this));
    this.watch = new Watch(managed, limits.registersMbeans());
  }

  private Slot newSlot() {
    return new Slot(
        target::login,
        SlotConfig.of(
            name + "-" + slots.incrementAndGet(),
            limits.idleTimeout(),
            connectionThreads,
            housekeeping));
  }

  private static ThreadFactory threadFactory(String prefix) {
    AtomicInteger number = new AtomicInteger();
    return task -> DriverThread.of(prefix + number.incrementAndGet(), task);
  }

  /**
   * Starts a job and returns when it has a worker, or its place in line.
   *
   * @param handles what the session can name already; the job becomes one of it
   * @param patience what else ends the wait for a worker
   * @param ended runs when the job has ended and its worker is free or gone
   * @throws SQLException 53000 when no worker gets free in time; 57P03 while the pool drains;
   *     whatever a login raises
   */
  Job start(Launch launch, Handles handles, Patience patience, Runnable ended) throws SQLException {
    long begin = System.nanoTime();
    try {
      managed.admit(launch);
      Job job = place(new Placement(launch, handles, watch, ended), patience);
      watch.launched(job.pid(), System.nanoTime() - begin, launch.sql());
      return job;
    } catch (SQLException e) {
      watch.refused(System.nanoTime() - begin, e);
      throw e;
    }
  }

  private Job place(Placement placement, Patience patience) throws SQLException {
    Step step = roster.enter(placement, queues(placement));
    if (step instanceof Step.Take take) {
      step = roster.entered(placement, take.slot(), take.slot().take());
    }
    if (step != null) {
      execute(step, placement);
    }
    return await(placement, patience);
  }

  private boolean queues(Placement placement) {
    return limits.queues() && placement.mayWaitInLine();
  }

  private void execute(Step step, Placement placement) {
    try {
      threads.execute(() -> work(step));
    } catch (RuntimeException | Error e) {
      // There is no thread for it. What others wait for must not be lost with this launch.
      roster.leave(placement);
      if (step instanceof Step.Run run) {
        placement.undo(run.job());
        roster.end(run.slot());
        step.slot().discard();
      }
      roster.giveUp(step.slot());
      throw e;
    }
  }

  private Job await(Placement placement, Patience patience) throws SQLException {
    long deadline = System.nanoTime() + limits.launchTimeout().toNanos();
    while (true) {
      Job job = placement.job();
      if (job != null) {
        return job;
      }
      SQLException failure = placement.failure();
      if (failure != null) {
        throw failure;
      }
      try {
        LockSupport.parkNanos(this, Math.min(patience.nanos(), nanosLeft(deadline, placement)));
      } catch (SQLException | RuntimeException e) {
        if (roster.leave(placement)) {
          throw e;
        }
      }
    }
  }

  private long nanosLeft(long deadline, Placement placement) throws SQLException {
    long left = deadline - System.nanoTime();
    if (left <= 0) {
      SQLException login = placement.lastLogin();
      throw login != null ? LoginFailure.ofLaunch(login) : exhausted();
    }
    return left;
  }

  private SQLException exhausted() {
    return ServerError.of(
            "53000",
            "no background worker became free within " + limits.launchTimeout().toMillis() + " ms")
        .withDetail(
            String.format(
                Locale.ROOT,
                "%d of at most %d workers for %s are connected, and %d of them run jobs.",
                roster.connected(),
                limits.maxWorkers(),
                target,
                roster.running()))
        .withHint(
            "Raise pgbackground.maxWorkers or pgbackground.launchTimeout, or launch less at"
                + " once.")
        .toException();
  }

  private void work(Step first) {
    Step step = first;
    while (step != null) {
      if (step instanceof Step.Run run) {
        step = run(run);
      } else if (step instanceof Step.Connect connect) {
        step = connect(connect.slot(), connect.placement());
      } else {
        step.slot().close();
        step = null;
      }
    }
  }

  private @Nullable Step run(Step.Run run) {
    Slot slot = run.slot();
    boolean reusable = false;
    run.job().begins();
    try {
      reusable = new Worker(slot.worker(), run.job()).run();
    } finally {
      roster.end(slot);
      if (!reusable) {
        slot.discard();
      }
    }
    Step next = reusable ? next(slot) : roster.free(slot);
    run.placement().end();
    return next;
  }

  /** What the slot's worker, which is taken, does next. */
  private @Nullable Step next(Slot slot) {
    Step run = roster.serve(slot);
    if (run != null) {
      return run;
    }
    slot.giveBack();
    return roster.free(slot);
  }

  private @Nullable Step connect(Slot slot, Placement placement) {
    SQLException failure = logIn(slot, placement);
    if (failure == null) {
      return next(slot);
    }
    roster.fail(placement, failure);
    return roster.free(slot);
  }

  /** Takes the slot's worker; returns why that cannot be, null if it is taken. */
  private @Nullable SQLException logIn(Slot slot, Placement placement) {
    long deadline = System.nanoTime() + limits.launchTimeout().toNanos();
    slot.forgetFailure();
    try {
      while (true) {
        if (slot.connect()) {
          if (placement.canUse(slot.worker())) {
            return null;
          }
          slot.discard();
        }
        SQLException failure = slot.failure();
        if (failure != null) {
          placement.setLastLogin(failure);
          if (!LoginFailure.isPassing(failure) || !placement.isWaiting()) {
            return failure;
          }
        }
        if (failure != null && LoginFailure.isFull(failure) && queues(placement)) {
          roster.queue(placement);
        } else if (System.nanoTime() - deadline >= 0) {
          return failure != null ? LoginFailure.ofLaunch(failure) : exhausted();
        }
      }
    } catch (RuntimeException | Error e) {
      return LoginFailure.of(e);
    }
  }

  /** Ends all connections, on threads of the pool; no job may be running or waiting. */
  void close() {
    watch.close();
    housekeeping.shutdown();
    for (Slot slot : roster.close()) {
      threads.execute(slot::close);
    }
    threads.shutdown();
  }
}
