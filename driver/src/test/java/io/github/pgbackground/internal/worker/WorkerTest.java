package io.github.pgbackground.internal.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.github.pgbackground.internal.spool.Bounds;
import io.github.pgbackground.internal.state.Remains;
import io.github.pgbackground.internal.state.SessionState;
import io.github.pgbackground.internal.state.States;
import io.github.pgbackground.internal.state.TimeLimit;
import io.github.pgbackground.internal.watch.Watch;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.Query;
import org.postgresql.core.QueryExecutor;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

final class WorkerTest {
  private static final SessionState STATE = States.PLAIN;
  private static final Launch LAUNCH =
      new Launch(
          "select 1", STATE, true, true, TimeLimit.NONE, new Bounds(65_536, 0), Nesting.NONE, true);

  private final BaseConnection connection = mock(BaseConnection.class);
  private final QueryExecutor executor = mock(QueryExecutor.class);
  private final Job job = new Job(42, LAUNCH, LAUNCH.text(), mock(Watch.class));

  WorkerTest() {
    when(connection.getQueryExecutor()).thenReturn(executor);
    when(executor.wrap(any())).thenReturn(mock(Query.class));
  }

  @Test
  void whatever_is_thrown_ends_the_job_and_gives_the_connection_up() throws SQLException {
    OutOfMemoryError thrown = new OutOfMemoryError("a result too large");
    everyStatementThrows(thrown);
    assertFalse(run());
    assertSame(thrown, failure().getCause());
  }

  @Test
  void a_lost_connection_is_given_up_and_named_by_its_pid() throws SQLException {
    everyStatementThrows(new PSQLException("gone", PSQLState.CONNECTION_FAILURE));
    assertFalse(run());
    assertEquals("08006", failure().getSQLState());
  }

  @Test
  void what_pgjdbc_cannot_do_keeps_its_sqlstate() throws SQLException {
    everyStatementThrows(new PSQLException("not with me", PSQLState.NOT_IMPLEMENTED));
    run();
    assertEquals("0A000", failure().getSQLState());
    assertEquals(
        "background worker, pid 42", String.valueOf(failure().getServerErrorMessage().getWhere()));
  }

  private void everyStatementThrows(Throwable thrown) throws SQLException {
    doThrow(thrown)
        .when(executor)
        .execute(any(Query.class), any(), any(), anyInt(), anyInt(), anyInt());
  }

  private boolean run() {
    return new Worker(
            new WorkerConnection(
                connection,
                null,
                42,
                STATE,
                List.of("DISCARD ALL"),
                new Remains(STATE, 0),
                new Companions()),
            job)
        .run();
  }

  private PSQLException failure() {
    return assertInstanceOf(Outcome.Failed.class, job.outcome()).error();
  }
}
