package io.github.pgbackground.internal.worker;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doNothing;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.timeout;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.github.pgbackground.internal.spool.Bounds;
import io.github.pgbackground.internal.state.Remains;
import io.github.pgbackground.internal.state.SessionState;
import io.github.pgbackground.internal.state.States;
import io.github.pgbackground.internal.state.TimeLimit;
import io.github.pgbackground.internal.watch.Watch;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.mockito.stubbing.Stubber;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.Query;
import org.postgresql.core.QueryExecutor;
import org.postgresql.core.ResultHandler;
import org.postgresql.core.TransactionState;

/** The moments at which a job can be cancelled. */
final class CancellationTest {
  private static final SessionState STATE = States.PLAIN;

  private final BaseConnection connection = mock(BaseConnection.class);
  private final QueryExecutor executor = mock(QueryExecutor.class);
  private final Launch launch =
      new Launch(
          "update t set x = 1",
          STATE,
          true,
          true,
          TimeLimit.NONE,
          new Bounds(65_536, 0),
          Nesting.NONE,
          true);
  private final Job job = new Job(42, launch, launch.text(), mock(Watch.class));

  CancellationTest() {
    when(connection.getQueryExecutor()).thenReturn(executor);
    when(executor.wrap(any())).thenReturn(mock(Query.class));
    when(executor.getTransactionState()).thenReturn(TransactionState.IDLE);
  }

  @Test
  void a_job_that_has_not_begun_sends_nothing_and_its_connection_is_given_up() throws SQLException {
    job.cancel();
    assertFalse(run());
    assertEquals("57014", sqlState());
    executes(verify(executor, never()));
  }

  @Test
  void a_job_between_two_messages_sends_no_other() throws SQLException {
    whenExecuting(doAnswer(call -> cancel()).doNothing());
    assertFalse(run());
    executes(verify(executor, times(1)));
    verify(connection).cancelQuery();
  }

  @Test
  void the_server_is_told_again_until_it_listens() throws SQLException {
    whenExecuting(
        doAnswer(
            call -> {
              cancel();
              verify(connection, timeout(10_000).atLeast(3)).cancelQuery();
              throw new SQLException("canceled", "57014");
            }));
    assertFalse(run());
    assertInstanceOf(Outcome.Failed.class, job.outcome());
  }

  @Test
  void a_server_that_cannot_be_told_is_told_again() throws SQLException {
    doThrow(new SQLException("no route", "08001")).doNothing().when(connection).cancelQuery();
    whenExecuting(
        doAnswer(
            call -> {
              cancel();
              verify(connection, timeout(10_000).times(2)).cancelQuery();
              throw new SQLException("canceled", "57014");
            }));
    assertFalse(run());
  }

  @Test
  void a_second_cancel_tells_nobody() throws SQLException {
    whenExecuting(
        doAnswer(
            call -> {
              cancel();
              return cancel();
            }));
    assertFalse(run());
    verify(connection, times(1)).cancelQuery();
  }

  @Test
  void a_job_that_has_ended_is_out_of_reach_and_its_connection_takes_the_next()
      throws SQLException {
    whenExecuting(doNothing());
    assertTrue(run());
    job.cancel();
    assertInstanceOf(Outcome.Tags.class, job.outcome());
    verify(connection, never()).cancelQuery();
  }

  @Test
  void a_connection_that_is_made_as_good_as_new_cannot_be_cancelled_into_the_next_job() {
    Cancellation late = new Cancellation();
    assertTrue(late.isOutOfReach());
    assertFalse(late.request(Cancellation.USER_REQUEST));
    assertDoesNotThrow(late::check);
    Cancellation early = new Cancellation();
    assertTrue(early.request(Cancellation.USER_REQUEST));
    assertFalse(early.isOutOfReach());
    assertThrows(SQLException.class, early::check);
  }

  private @Nullable Object cancel() {
    job.cancel();
    return null;
  }

  private void whenExecuting(Stubber stubbing) throws SQLException {
    executes(stubbing.when(executor));
  }

  private static void executes(QueryExecutor mocked) throws SQLException {
    mocked.execute(any(Query.class), any(), any(ResultHandler.class), anyInt(), anyInt(), anyInt());
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

  private String sqlState() {
    return String.valueOf(
        assertInstanceOf(Outcome.Failed.class, job.outcome()).error().getSQLState());
  }
}
