package io.github.pgbackground.internal.job;

import io.github.pgbackground.internal.jobtext.JobText;
import io.github.pgbackground.internal.jobtext.Plan;
import io.github.pgbackground.internal.jobtext.Progress;
import io.github.pgbackground.internal.rows.ServerError;
import io.github.pgbackground.internal.watch.Watch;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.Field;
import org.postgresql.core.Tuple;

/**
 * One launched SQL text from launch to end; written by its worker's thread and read by any number
 * of others, without a lock of its own: each field is volatile or does its own locking, results are
 * there before the outcome, and the outcome is written last.
 */
public final class Job {
  /** How long a server process may take to stop before it is told again, at first. */
  private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final int pid;
  private final Launch launch;
  private final JobText text;
  private final Chronicle chronicle;
  private final Results results;
  private final Cancellation cancellation = new Cancellation();
  private volatile boolean sent;
  private volatile int backendPid;
  private volatile @Nullable Consumer<SQLException> leaveLine;
  private volatile @Nullable Progress progress;
  private volatile @Nullable Outcome outcome;

  /** What a reader waits for besides notices. */
  public enum Awaited {
    /** The next rows; they may be given on before the job has ended. */
    NEXT_ROWS,
    /** The end, to take some of the rows then. */
    END,
    /** The end, to take all rows then: there is no need to spill them meanwhile. */
    ALL_ROWS
  }

  /**
   * @param watch is told what becomes of it
   */
  public Job(int pid, Launch launch, JobText text, Watch watch) {
    this.chronicle = new Chronicle(watch, pid);
    this.pid = pid;
    this.launch = launch;
    this.text = text;
    this.sent = text.plan() instanceof Plan.Sent plan && plan.output() == Plan.Output.LIVE;
    this.results = new Results(pid, launch.output(), chronicle::spilled);
  }

  /**
   * Its handle's pid: that of the server process that runs it, as {@code pg_stat_activity} shows
   * it, or the number of a job that had to wait in line.
   */
  public int pid() {
    return pid;
  }

  /** Whether it waits for no lock longer than a timeout says. */
  public boolean boundsLockWaits() {
    return launch.boundsLockWaits();
  }

  /** The server process that runs it, or has run it; 0 as long as it waits in line. */
  public int backendPid() {
    return backendPid;
  }

  /** It has a worker. */
  public void runsOn(int workerPid) {
    backendPid = workerPid;
  }

  /** Its worker goes to work. */
  public void begins() {
    chronicle.begins(backendPid);
  }

  /** How long ago it was launched. */
  public long ageMillis() {
    return chronicle.ageMillis();
  }

  /**
   * It waits in line for a worker.
   *
   * @param leave gives its place up, and ends it with the error, unless it has a worker meanwhile
   */
  public void waitsInLine(Consumer<SQLException> leave) {
    leaveLine = leave;
  }

  /** What it was asked to do. */
  public Launch launch() {
    return launch;
  }

  public JobText text() {
    return text;
  }

  public Plan plan() {
    return text.plan();
  }

  /**
   * Whether a launch has done its part: the server has been given all that it needs to finish the
   * text, or there are rows to be read, for which this side has to live anyway.
   */
  public boolean isSent() {
    return sent || outcome != null;
  }

  /** Null while it runs. */
  public @Nullable Outcome outcome() {
    return outcome;
  }

  /**
   * What a reader of {@code awaited} can go by: the outcome, or that there are rows, whatever will
   * come of the job; null as long as there is nothing.
   */
  public @Nullable Outcome outcomeFor(Awaited awaited) {
    List<Field> known = results.columns();
    return awaited == Awaited.NEXT_ROWS && known != null ? new Outcome.Rows(known) : outcome;
  }

  /** What it has for its readers. */
  public Results results() {
    return results;
  }

  /** Nobody wants anything of it any more. */
  public void drop() {
    results.drop();
  }

  public Cancellation cancellation() {
    return cancellation;
  }

  /** Whether somebody has asked in time that it stop, though it may have ended by itself. */
  public boolean isCancelled() {
    return cancellation.isRequested();
  }

  /** Says how far it is, for the job. */
  public void report(Progress said) {
    progress = said;
  }

  /** How far it says it is, null if it has not said so. */
  public @Nullable Progress progress() {
    return progress;
  }

  /**
   * {@link #cancel(ServerError)} with what a server says of a query that somebody has cancelled.
   *
   * @return whether it had not ended yet, and nobody had cancelled it before
   */
  public boolean cancel() {
    return cancel(Cancellation.USER_REQUEST);
  }

  /**
   * Stops the job if it has not ended: it does not begin, or runs no further statement, and what it
   * has done is undone, unless the server was committing it already. Returns when the server
   * process has been told; the outcome comes from there. One that waits in line has ended then.
   *
   * @param error what the job ends with if it is stopped
   * @return whether it had not ended yet, and nobody had cancelled it before
   */
  public boolean cancel(ServerError error) {
    if (outcome != null || !cancellation.request(error)) {
      return false;
    }
    chronicle.cancelled();
    Consumer<SQLException> leave = leaveLine;
    if (leave != null) {
      leave.accept(error.within(context()).toException());
    }
    if (outcome == null) {
      cancellation.tell();
      DriverThread.of("pgbackground cancel of " + pid, this::insist).start();
    }
    return true;
  }

  /** What comes of it has this for the outermost line of its context. */
  public String context() {
    return "background worker, pid " + pid;
  }

  private void insist() {
    results.wake(Thread.currentThread(), Awaited.END);
    long told = System.nanoTime();
    long patience = PATIENCE_NANOS;
    while (outcome == null) {
      LockSupport.parkNanos(this, patience);
      if (outcome == null && System.nanoTime() - told >= patience) {
        cancellation.tell();
        told = System.nanoTime();
        patience *= 2;
      }
    }
    results.stopWaking(Thread.currentThread());
  }

  public void sent() {
    if (!sent) {
      sent = true;
      results.wakeReaders();
    }
  }

  /** Takes what a server says while it runs the job. */
  public void notice(SQLWarning notice) {
    Progress said = Progress.of(notice);
    if (said != null) {
      report(said);
    } else if (launch.readable()) {
      results.add(inContext(notice));
    }
  }

  /** As the extension does, which hands a worker's notices on in a context of its own. */
  private SQLWarning inContext(SQLWarning notice) {
    return ServerError.reworded(notice, said -> text.asWritten(said).within(context()));
  }

  /**
   * The job is over; the first outcome counts.
   *
   * @param lastRows those that no reader may have before the job is committed
   */
  public void end(Outcome result, List<Tuple> lastRows) {
    if (outcome == null) {
      results.add(lastRows);
      chronicle.ends(result, isCancelled());
      outcome = result;
    }
    results.wakeReaders();
  }
}
