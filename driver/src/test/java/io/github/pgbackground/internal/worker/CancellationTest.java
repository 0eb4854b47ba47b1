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
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.timeout;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.github.pgbackground.internal.job.Cancellation;
import io.github.pgbackground.internal.job.Job;
import io.github.pgbackground.internal.job.Outcome;
import java.sql.SQLException;
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
  private final MockedWorker worker = new MockedWorker("update t set x = 1");
  private final BaseConnection connection = worker.connection();
  private final QueryExecutor executor = worker.executor();
  private final Job job = worker.job();

  CancellationTest() {
    when(executor.getTransactionState()).thenReturn(TransactionState.IDLE);
  }

  @Test
  void a_job_that_has_not_begun_sends_nothing_and_its_connection_is_given_up() throws SQLException {
    job.cancel();
    assertFalse(worker.run());
    assertEquals("57014", worker.failure().getSQLState());
    executes(verify(executor, never()));
  }

  @Test
  void a_job_between_two_messages_sends_no_other() throws SQLException {
    whenExecuting(doAnswer(call -> cancel()).doNothing());
    assertFalse(worker.run());
    executes(verify(executor, times(1)));
    verify(connection).cancelQuery();
  }

  @Test
  void the_server_is_told_again_until_it_listens() throws SQLException {
    whenExecuting(
        doAnswer(
            call -> {
              cancel();
              verify(connection, timeout(60_000).atLeast(3)).cancelQuery();
              throw new SQLException("canceled", "57014");
            }));
    assertFalse(worker.run());
    assertEquals("57014", worker.failure().getSQLState());
  }

  @Test
  void a_server_that_cannot_be_told_is_told_again() throws SQLException {
    doThrow(new SQLException("no route", "08001")).doNothing().when(connection).cancelQuery();
    whenExecuting(
        doAnswer(
            call -> {
              cancel();
              verify(connection, timeout(60_000).times(2)).cancelQuery();
              throw new SQLException("canceled", "57014");
            }));
    assertFalse(worker.run());
  }

  @Test
  void a_second_cancel_tells_nobody() throws SQLException {
    whenExecuting(
        doAnswer(
            call -> {
              cancel();
              return cancel();
            }));
    assertFalse(worker.run());
    verify(connection, times(1)).cancelQuery();
  }

  @Test
  void a_job_that_has_ended_is_out_of_reach_and_its_connection_takes_the_next()
      throws SQLException {
    whenExecuting(doNothing());
    assertTrue(worker.run());
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
    assertEquals("57014", assertThrows(SQLException.class, early::check).getSQLState());
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
}
