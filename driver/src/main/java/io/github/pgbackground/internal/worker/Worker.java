package io.github.pgbackground.internal.worker;

import io.github.pgbackground.internal.link.Link;
import io.github.pgbackground.internal.rows.ServerError;
import io.github.pgbackground.internal.sql.text.ParameterStyle;
import io.github.pgbackground.internal.sql.text.SqlStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.postgresql.core.Field;
import org.postgresql.core.Tuple;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;
import org.postgresql.util.ServerErrorMessage;

/** One job on one worker connection: takes the session's state over, runs the text, cleans up. */
final class Worker {
  /**
   * SQLSTATEs after which a cancel, a timeout or a shutdown may still be on its way to the
   * connection: it must not hit the next job.
   */
  private static final Set<String> UNSAFE = Set.of("57014", "57P01", "57P02", "57P03", "57P05");

  private static final ServerError ROLLED_BACK =
      ServerError.of("40000", "the transaction has been rolled back");

  private final WorkerConnection connection;
  private final Job job;
  private final Wire wire;

  /** Rows that belong to the reader once the job is committed. */
  private List<Tuple> lastRows = List.of();

  private Nesting.Nested nested = () -> {};

  /** Characters of the job's text before the SQL that the server is looking at. */
  private int charactersBefore;

  Worker(WorkerConnection connection, Job job) {
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
  boolean run() {
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
   * Ends the transaction, and so the job, and makes the connection as good as new, in one flush:
   * the reader goes on as soon as the end is confirmed.
   */
  private void finish(Outcome outcome) throws SQLException {
    List<String> texts = new ArrayList<>();
    String end = outcome instanceof Outcome.Failed ? "ROLLBACK" : "COMMIT";
    if (wire.inTransaction()) {
      texts.add(end);
    } else {
      end(outcome);
    }
    texts.addAll(connection.renewal());
    wire.runAll(
        texts,
        tag -> {
          if (tag.equals(end)) {
            end(outcome);
          }
        });
    if (job.outcome() == null) {
      // The server answers COMMIT with ROLLBACK when there is nothing it could commit.
      end(new Outcome.Failed(inContext(ROLLED_BACK).toException()));
    }
  }

  private void end(Outcome outcome) {
    job.end(outcome, outcome instanceof Outcome.Rows ? lastRows : List.of());
    lastRows = List.of();
  }

  /** Ends the job with an error; whether the connection may take another. */
  private boolean fail(SQLException e) {
    Outcome outcome = new Outcome.Failed(failure(e));
    try {
      if (!UNSAFE.contains(String.valueOf(e.getSQLState()))) {
        finish(outcome);
        return true;
      }
      wire.rollBack();
    } catch (SQLException broken) {
      // Closed, and so rolled back.
    }
    end(outcome);
    return false;
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
    Takeover takeover = Takeover.of(job.launch(), connection.asLoggedIn());
    connection.remains().of(job.launch().sql(), takeover);
    if (takeover.isNothing()) {
      return;
    }
    wire.run(takeover.sql(wire.standardConformingStrings()));
    if (takeover.changesIdentity()) {
      takeover.check(wire.query(Takeover.IDENTITY).tuples());
    }
  }

  private Outcome runText(String sql) throws SQLException {
    Plan plan = job.plan();
    TextTimer timer = new TextTimer(job);
    if (!timer.isIdle() && job.text().hasSeveralStatements(wire.standardConformingStrings())) {
      timer.start();
    }
    if (plan instanceof Plan.Refused refused) {
      ServerError error = refused.error();
      return new Outcome.Failed((refused.byWorker() ? inContext(error) : error).toException());
    } else if (plan instanceof Plan.Portal portal) {
      return runPortal(sql, portal, timer);
    }
    boolean keepsRows = plan instanceof Plan.Whole whole && whole.keepsRows();
    Wire.Answer answer = runWhole(sql, keepsRows);
    return keepsRows
        ? outcome(answer, List.of())
        : new Outcome.Tags(job.text().tags(answer.tags()));
  }

  private Wire.Answer runWhole(String sql, boolean keepsRows) throws SQLException {
    Link link = connection.link();
    if (link == null) {
      job.sent();
      return keepsRows ? wire.query(sql) : wire.run(sql);
    }
    link.beforeReads(job::sent);
    try {
      return keepsRows ? wire.query(sql) : wire.run(sql);
    } finally {
      link.beforeReads(null);
    }
  }

  private Outcome runPortal(String sql, Plan.Portal portal, TextTimer timer) throws SQLException {
    List<String> tags = List.of();
    if (portal.lastStart() > 0) {
      tags = wire.begin(sql.substring(0, portal.lastStart())).tags();
    }
    charactersBefore = sql.codePointCount(0, portal.lastStart());
    String last = sql.substring(portal.lastStart(), portal.lastEnd());
    checkStrings(last);
    Wire.Reader reader =
        (fields, rows) -> {
          timer.start();
          job.rows(fields, rows);
        };
    Outcome outcome = outcome(wire.fetch(last, reader), tags);
    charactersBefore = 0;
    return outcome;
  }

  /** A server reads all of a text before it runs any of it: what has run must not change how. */
  private void checkStrings(String last) throws SQLException {
    boolean planned = job.launch().standardConformingStrings();
    boolean now = wire.standardConformingStrings();
    if (planned != now
        && !SqlStatement.split(last, planned, ParameterStyle.NONE)
            .equals(SqlStatement.split(last, now, ParameterStyle.NONE))) {
      throw ServerError.of(
              "0A000",
              "standard_conforming_strings cannot change in front of a string with a backslash")
          .withHint("Write the string as E'…', or launch the last statement by itself.")
          .toException();
    }
  }

  private Outcome outcome(Wire.Answer answer, List<String> earlierTags) {
    List<Field> fields = answer.fields();
    if (fields != null) {
      lastRows = answer.tuples();
      return new Outcome.Rows(fields);
    }
    List<String> tags = new ArrayList<>(earlierTags);
    tags.addAll(answer.tags());
    return new Outcome.Tags(job.text().tags(tags));
  }

  private PSQLException failure(SQLException e) {
    ServerErrorMessage sent =
        e instanceof PSQLException fromServer ? fromServer.getServerErrorMessage() : null;
    if (sent != null) {
      ServerError error = job.text().asWritten(job.cancellation().reason(ServerError.of(sent)));
      return inContext(
              error.position() > 0
                  ? error.withPosition(job.text().position(error.position() + charactersBefore))
                  : error)
          .toException();
    }
    ServerError reason = wire.givenUpFor();
    if (reason != null) {
      // Before the commit, which the server, cut off, does not come to.
      return inContext(reason).toException();
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
