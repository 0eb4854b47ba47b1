package io.github.pgbackground.internal.session.function;

import io.github.pgbackground.internal.job.Job;
import io.github.pgbackground.internal.job.Job.Awaited;
import io.github.pgbackground.internal.job.Outcome;
import io.github.pgbackground.internal.session.Session;
import io.github.pgbackground.internal.session.execution.Execution;
import io.github.pgbackground.internal.session.execution.RowStream;
import io.github.pgbackground.internal.session.execution.WaitBounds;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.Field;
import org.postgresql.core.Tuple;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

/**
 * The rows of a job for the one who reads them. They end when the job is committed; if it fails,
 * its error comes in place of the end. One thread takes them, any may close them: a volatile field
 * says so, and the one who waits is woken.
 */
final class JobRows implements RowStream {
  private final Session session;
  private final Job job;
  private final List<Field> fields;
  private @Nullable WaitBounds bounds;
  private volatile boolean closed;

  JobRows(Session session, Job job, List<Field> fields) {
    this.session = session;
    this.job = job;
    this.fields = fields;
  }

  @Override
  public List<Field> fields() {
    return fields;
  }

  @Override
  public List<Tuple> next(Execution execution) throws SQLException {
    return await(execution, Awaited.NEXT_ROWS, () -> take(execution));
  }

  private @Nullable List<Tuple> take(Execution execution) throws SQLException {
    checkOpen(execution);
    // First: what had an outcome has no more rows than those that are there.
    Outcome outcome = job.outcome();
    List<Tuple> rows = job.results().nextRows();
    return rows != null ? rows : end(outcome);
  }

  @Override
  public void finish(Execution execution) throws SQLException {
    job.results().dropRows();
    await(
        execution,
        Awaited.END,
        () -> {
          checkOpen(execution);
          return end(job.outcome());
        });
  }

  /** No rows, once the job is committed. */
  private @Nullable List<Tuple> end(@Nullable Outcome outcome) throws SQLException {
    if (outcome instanceof Outcome.Failed failed) {
      throw failed.error();
    }
    return outcome == null ? null : List.of();
  }

  /** A failure is one of the session's, unless it is that somebody has closed these rows. */
  private List<Tuple> await(
      Execution execution, Awaited awaited, Execution.Event<List<Tuple>> event)
      throws SQLException {
    try {
      return execution.await(job, awaited, () -> bounds(execution), event);
    } catch (SQLException e) {
      throw closed ? e : session.fail(e, execution);
    }
  }

  /** Those of the first wait: the session may do something else between the others. */
  private WaitBounds bounds(Execution execution) throws SQLException {
    WaitBounds known = bounds;
    if (known == null) {
      known = session.waitBounds(execution);
      bounds = known;
    }
    return known;
  }

  private void checkOpen(Execution execution) throws SQLException {
    if (closed) {
      // Where more than these rows was closed, the run was ended first and says what.
      execution.check();
      throw new PSQLException("This ResultSet is closed.", PSQLState.OBJECT_NOT_IN_STATE);
    }
  }

  @Override
  public void close() {
    closed = true;
    job.drop();
    session.running().remove(this);
  }
}
