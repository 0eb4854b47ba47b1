package io.github.pgbackground.internal.watch;

import java.sql.SQLException;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/**
 * Writes events to flight recordings; without one they are objects that the compiler does away
 * with. They hold no text of a job: recordings are handed on more freely than logs.
 */
final class FlightEvents implements JobListener {

  /** What all of them say. */
  @Category("pg_background")
  abstract static class JobEvent extends Event {
    @Label("Target")
    String target = "";

    @Label("PID")
    @Description("The pid of the job's handle")
    int pid;
  }

  /** A launch has returned a handle. */
  @Name("io.github.pgbackground.JobLaunch")
  @Label("Job Launch")
  static final class LaunchEvent extends JobEvent {
    @Label("Waited")
    @Timespan(Timespan.NANOSECONDS)
    long waited;
  }

  /** A launch has failed. */
  @Name("io.github.pgbackground.JobRefusal")
  @Label("Job Refusal")
  static final class RefusalEvent extends JobEvent {
    @Label("Waited")
    @Timespan(Timespan.NANOSECONDS)
    long waited;

    @Label("SQLSTATE")
    String sqlState = "";
  }

  /** A job begins to run. */
  @Name("io.github.pgbackground.JobStart")
  @Label("Job Start")
  @StackTrace(false)
  static final class StartEvent extends JobEvent {
    @Label("Backend PID")
    int backendPid;

    @Label("Waited")
    @Timespan(Timespan.NANOSECONDS)
    long waited;
  }

  /** A job has ended. */
  @Name("io.github.pgbackground.JobEnd")
  @Label("Job End")
  @StackTrace(false)
  static final class EndEvent extends JobEvent {
    @Label("Outcome")
    String outcome = "";

    @Label("SQLSTATE")
    String sqlState = "";

    @Label("Ran")
    @Timespan(Timespan.NANOSECONDS)
    long ran;
  }

  /** Output of a job has been written to a file. */
  @Name("io.github.pgbackground.JobSpill")
  @Label("Job Spill")
  @StackTrace(false)
  static final class SpillEvent extends JobEvent {
    @Label("Bytes")
    @DataAmount(DataAmount.BYTES)
    long bytes;
  }

  /** Somebody has asked a job to stop. */
  @Name("io.github.pgbackground.JobCancel")
  @Label("Job Cancel")
  static final class CancelEvent extends JobEvent {}

  @Override
  public void launched(Pool pool, int pid, long waited, String sql) {
    LaunchEvent event = new LaunchEvent();
    if (event.shouldCommit()) {
      event.waited = waited;
      commit(event, pool, pid);
    }
  }

  @Override
  public void refused(Pool pool, long waited, SQLException error) {
    RefusalEvent event = new RefusalEvent();
    if (event.shouldCommit()) {
      event.waited = waited;
      event.sqlState = String.valueOf(error.getSQLState());
      commit(event, pool, 0);
    }
  }

  @Override
  public void started(Pool pool, int pid, int backendPid, long waited) {
    StartEvent event = new StartEvent();
    if (event.shouldCommit()) {
      event.backendPid = backendPid;
      event.waited = waited;
      commit(event, pool, pid);
    }
  }

  @Override
  public void ended(Pool pool, int pid, End how, long ran, @Nullable String sqlState) {
    EndEvent event = new EndEvent();
    if (event.shouldCommit()) {
      event.outcome = how.toString();
      event.sqlState = sqlState == null ? "" : sqlState;
      event.ran = ran;
      commit(event, pool, pid);
    }
  }

  @Override
  public void spilled(Pool pool, int pid, long bytes) {
    SpillEvent event = new SpillEvent();
    if (event.shouldCommit()) {
      event.bytes = bytes;
      commit(event, pool, pid);
    }
  }

  @Override
  public void cancelled(Pool pool, int pid) {
    CancelEvent event = new CancelEvent();
    if (event.shouldCommit()) {
      commit(event, pool, pid);
    }
  }

  private static void commit(JobEvent event, Pool pool, int pid) {
    event.target = pool.target();
    event.pid = pid;
    event.commit();
  }
}
