package io.github.pgbackground.internal.worker;

import io.github.pgbackground.internal.job.Job;
import io.github.pgbackground.internal.job.Launch;
import io.github.pgbackground.internal.job.Nesting;
import io.github.pgbackground.internal.job.Outcome;
import io.github.pgbackground.internal.jobtext.Plan;
import io.github.pgbackground.internal.link.Link;
import io.github.pgbackground.internal.login.WorkerConnection;
import io.github.pgbackground.internal.rows.ServerError;
import io.github.pgbackground.internal.state.Takeover;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.postgresql.core.Field;
import org.postgresql.core.Tuple;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;
import org.postgresql.util.ServerErrorMessage;

/**
 * One job on one worker connection: takes the session's state over, runs the text, cleans up. Used
 * by the worker's thread alone.
 */
public final class Worker {
  /**
   * SQLSTATEs after which a cancel, a timeout or a shutdown may still be on its way to the
   * connection: it must not hit the next job.
   */
  private static final Set<String> UNSAFE = Set.of("57014", "57P01", "57P02", "57P03", "57P05");

  /** How long a server may be silent between two jobs. */
  private static final int PATIENCE_MILLIS = 5_000;

  private final WorkerConnection connection;
  private final Job job;
  private final Wire wire;

  /** Rows that belong to the reader once the job is committed. */
  private List<Tuple> lastRows = List.of();

  private Nesting.Nested nested = () -> {};

  public Worker(WorkerConnection connection, Job job) {
    this.connection = connection;
    this.job = job;
    this.wire =
        new Wire(connection.delegate().getQueryExecutor(), job.cancellation()::check, job::notice);
  }

  /**
   * Runs the job to its end.
   *
   * @return whether the connection is as good as new and may take another job
   */
  public boolean run() {
    try {
      job.cancellation().runsOn(connection.delegate());
      return attempt()
          && job.cancellation().isOutOfReach()
          && connection.remains().suit(job.launch().state());
    } catch (RuntimeException | Error e) {
      // Whatever goes wrong here, out of memory say, the reader must learn of it.
      end(
          new Outcome.Failed(
              new PSQLException(
                  String.format(Locale.ROOT, "The worker with PID %d failed: %s", job.pid(), e),
                  PSQLState.UNEXPECTED_ERROR,
                  e)));
      return false;
    } finally {
      nested.end();
    }
  }

  private boolean attempt() {
    try {
      nest();
      takeOver();
      finish(runText(job.text().sent()));
      return true;
    } catch (SQLException e) {
      return job.outcome() == null && fail(e);
    }
  }

  /**
   * Ends the job, whose reader goes on, and makes the connection as good as new. A server that says
   * nothing to that has lost it.
   */
  private void finish(Outcome outcome) throws SQLException {
    end(outcome);
    connection.setNetworkTimeout(Runnable::run, PATIENCE_MILLIS);
    wire.runAll(connection.renewal());
    connection.setNetworkTimeout(Runnable::run, 0);
  }

  private void end(Outcome outcome) {
    job.end(outcome, outcome instanceof Outcome.Rows ? lastRows : List.of());
    lastRows = List.of();
  }

  /** Ends the job with an error; whether the connection may take another. */
  private boolean fail(SQLException e) {
    Outcome outcome = new Outcome.Failed(failure(e));
    if (UNSAFE.contains(String.valueOf(e.getSQLState()))) {
      end(outcome);
      return false;
    }
    try {
      finish(outcome);
      return true;
    } catch (SQLException broken) {
      return false;
    }
  }

  /** First, since the job's user may not be allowed to make anything. */
  private void nest() throws SQLException {
    Nesting nesting = job.launch().nesting();
    if (nesting.kind() == Nesting.Kind.INSTALLED || job.text().callsFunctions()) {
      job.cancellation().check();
      nested = nesting.begin(connection, job);
    }
  }

  private void takeOver() throws SQLException {
    Launch launch = job.launch();
    Takeover takeover = Takeover.of(launch.state(), launch.limit(), connection.asLoggedIn());
    connection.remains().of(launch.sql(), takeover);
    if (takeover.isNothing()) {
      return;
    }
    try {
      wire.run(takeover.sql(wire.standardConformingStrings()));
    } catch (PSQLException e) {
      throw takeover.hinted(e, connection.asLoggedIn().sessionUser());
    }
    if (takeover.changesIdentity()) {
      takeover.check(wire.query(Takeover.IDENTITY).tuples());
    }
  }

  private Outcome runText(String sql) throws SQLException {
    if (job.plan() instanceof Plan.Sent plan) {
      TextTimer timer = new TextTimer(job);
      if (!timer.isIdle() && plan.statements() > 1) {
        timer.start();
      }
      return send(sql, plan);
    }
    Plan.Refused refused = (Plan.Refused) job.plan();
    ServerError error = refused.error();
    return new Outcome.Failed((refused.byWorker() ? inContext(error) : error).toException());
  }

  private Outcome send(String sql, Plan.Sent plan) throws SQLException {
    boolean live = plan.output() == Plan.Output.LIVE;
    JobOutput rows = new JobOutput(job.results(), plan.statements(), live);
    List<String> tags = send(sql, plan.output() != Plan.Output.NONE, rows);
    List<Field> fields = rows.fields();
    if (fields == null) {
      return new Outcome.Tags(job.text().tags(tags));
    }
    lastRows = rows.rest();
    return new Outcome.Rows(fields);
  }

  private List<String> send(String sql, boolean keepsRows, JobOutput rows) throws SQLException {
    Link link = connection.link();
    if (link == null) {
      job.sent();
    } else {
      link.beforeReads(job::sent);
    }
    try {
      if (!keepsRows) {
        return wire.run(sql).tags();
      } else if (link == null || !link.isReadable()) {
        Wire.Answer answer = wire.query(sql);
        rows.take(answer.fields(), answer.tuples());
        return answer.tags();
      }
      link.takeRows(rows);
      return wire.run(sql).tags();
    } catch (SQLException e) {
      rows.fail();
      throw e;
    } finally {
      if (link != null) {
        link.beforeReads(null);
        link.takeRows(null);
      }
    }
  }

  private PSQLException failure(SQLException e) {
    ServerErrorMessage sent =
        e instanceof PSQLException fromServer ? fromServer.getServerErrorMessage() : null;
    if (sent != null) {
      ServerError error = job.text().asWritten(job.cancellation().reason(ServerError.of(sent)));
      return inContext(
              error.position() > 0
                  ? error.withPosition(job.text().position(error.position()))
                  : error)
          .toException();
    }
    if (String.valueOf(e.getSQLState()).startsWith("08")) {
      PSQLException lost =
          ServerError.of("08006", "lost connection to worker process with PID " + job.pid())
              .toException();
      lost.initCause(e);
      return lost;
    }
    // Something that pgjdbc cannot do or have, memory say.
    PSQLException ours =
        inContext(
                ServerError.of(
                    e.getSQLState() == null
                        ? PSQLState.UNEXPECTED_ERROR.getState()
                        : e.getSQLState(),
                    String.valueOf(e.getMessage())))
            .toException();
    ours.initCause(e);
    return ours;
  }

  private ServerError inContext(ServerError error) {
    return error.within(job.context());
  }
}
