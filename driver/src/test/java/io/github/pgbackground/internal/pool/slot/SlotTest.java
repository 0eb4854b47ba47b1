package io.github.pgbackground.internal.pool.slot;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.timeout;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.github.pgbackground.internal.login.Companions;
import io.github.pgbackground.internal.login.WorkerConnection;
import io.github.pgbackground.internal.state.Remains;
import io.github.pgbackground.internal.state.States;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.core.BaseConnection;

/** What HikariCP is asked to do is what it does, with a connection that is none. */
final class SlotTest {
  /** How often HikariCP looks for what is idle, in milliseconds; else every half minute. */
  private static final String PERIOD = "com.zaxxer.hikari.housekeeping.periodMs";

  private static final int PATIENCE_MILLIS = 60_000;
  private static final int PID = 42;

  private final BaseConnection connection = mock(BaseConnection.class);
  private final ScheduledExecutorService housekeeping =
      Executors.newSingleThreadScheduledExecutor();

  @BeforeEach
  void haveHikariLookOften() throws SQLException {
    System.setProperty(PERIOD, "10");
    when(connection.isValid(anyInt())).thenReturn(true);
  }

  @AfterEach
  void haveHikariLookAsItDoes() {
    System.clearProperty(PERIOD);
    housekeeping.shutdown();
  }

  private Slot slot(Duration idleTimeout) {
    WorkerConnection worker =
        new WorkerConnection(
            connection,
            null,
            PID,
            States.PLAIN,
            List.of(),
            new Remains(States.PLAIN, 0),
            new Companions());
    return new Slot(() -> worker, SlotConfig.of("test", idleTimeout, Thread::new, housekeeping));
  }

  private static void connect(Slot slot) {
    long deadline = System.nanoTime() + Duration.ofMillis(PATIENCE_MILLIS).toNanos();
    while (!slot.connect()) {
      assertTrue(System.nanoTime() < deadline, () -> "no connection: " + slot.failure());
    }
  }

  @Test
  void a_worker_that_has_been_idle_for_long_is_ended() throws Exception {
    Slot slot = slot(Duration.ofMillis(30));
    connect(slot);
    assertTrue(slot.isConnected());
    slot.giveBack();
    verify(connection, timeout(PATIENCE_MILLIS)).close();
    assertFalse(slot.isConnected());
    slot.close();
  }

  @Test
  void a_worker_that_has_a_job_is_not_idle() throws Exception {
    Slot slot = slot(Duration.ofMillis(1));
    connect(slot);
    Slot idle = slot(Duration.ofMillis(100));
    connect(idle);
    idle.giveBack();
    // By then HikariCP has looked at the first one more than once.
    verify(connection, timeout(PATIENCE_MILLIS)).close();
    assertTrue(slot.isConnected());
    slot.giveBack();
    slot.close();
    idle.close();
  }
}
