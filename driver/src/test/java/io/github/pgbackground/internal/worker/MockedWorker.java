package io.github.pgbackground.internal.worker;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.github.pgbackground.internal.job.Job;
import io.github.pgbackground.internal.job.Launch;
import io.github.pgbackground.internal.job.Launches;
import io.github.pgbackground.internal.job.Outcome;
import io.github.pgbackground.internal.login.Companions;
import io.github.pgbackground.internal.login.WorkerConnection;
import io.github.pgbackground.internal.state.Remains;
import io.github.pgbackground.internal.state.States;
import io.github.pgbackground.internal.watch.Watch;
import java.util.List;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.Query;
import org.postgresql.core.QueryExecutor;
import org.postgresql.util.PSQLException;

/** A worker with a job, number 42, and a connection that does what a test says. */
final class MockedWorker {
  private final BaseConnection connection = mock(BaseConnection.class);
  private final QueryExecutor executor = mock(QueryExecutor.class);
  private final Job job;

  MockedWorker(String text) {
    Launch launch = Launches.of(text);
    job = new Job(42, launch, launch.text(), mock(Watch.class));
    when(connection.getQueryExecutor()).thenReturn(executor);
    when(executor.wrap(any())).thenReturn(mock(Query.class));
  }

  BaseConnection connection() {
    return connection;
  }

  QueryExecutor executor() {
    return executor;
  }

  Job job() {
    return job;
  }

  /** Runs the job and says whether the connection may run another. */
  boolean run() {
    return new Worker(
            new WorkerConnection(
                connection,
                null,
                42,
                States.PLAIN,
                List.of("DISCARD ALL"),
                new Remains(States.PLAIN, 0),
                new Companions()),
            job)
        .run();
  }

  /** The error that the job has ended with. */
  PSQLException failure() {
    return assertInstanceOf(Outcome.Failed.class, job.outcome()).error();
  }
}
