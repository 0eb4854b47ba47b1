package io.github.pgbackground.internal.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.Mockito.doThrow;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.postgresql.core.Query;
import org.postgresql.core.QueryExecutor;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

/** What becomes of a job whose statements fail. */
final class WorkerTest {
  private final MockedWorker worker = new MockedWorker("select 1");
  private final QueryExecutor executor = worker.executor();

  @Test
  void whatever_is_thrown_ends_the_job_and_gives_the_connection_up() throws SQLException {
    OutOfMemoryError thrown = new OutOfMemoryError("a result too large");
    everyStatementThrows(thrown);
    assertFalse(worker.run());
    assertSame(thrown, worker.failure().getCause());
  }

  @Test
  void a_lost_connection_is_given_up_and_named_by_its_pid() throws SQLException {
    everyStatementThrows(new PSQLException("gone", PSQLState.CONNECTION_FAILURE));
    assertFalse(worker.run());
    assertEquals("08006", worker.failure().getSQLState());
  }

  @Test
  void what_pgjdbc_cannot_do_keeps_its_sqlstate() throws SQLException {
    everyStatementThrows(new PSQLException("not with me", PSQLState.NOT_IMPLEMENTED));
    worker.run();
    assertEquals("0A000", worker.failure().getSQLState());
    assertEquals(
        "background worker, pid 42",
        String.valueOf(worker.failure().getServerErrorMessage().getWhere()));
  }

  private void everyStatementThrows(Throwable thrown) throws SQLException {
    doThrow(thrown)
        .when(executor)
        .execute(any(Query.class), any(), any(), anyInt(), anyInt(), anyInt());
  }
}
