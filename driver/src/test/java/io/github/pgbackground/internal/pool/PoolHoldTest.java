package io.github.pgbackground.internal.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.pgbackground.internal.job.Launches;
import io.github.pgbackground.internal.login.Target;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.postgresql.util.HostSpec;

final class PoolHoldTest {
  private static final Limits LIMITS =
      new Limits(2, Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ZERO, false, false);

  @Test
  void a_launch_while_its_session_closes_leaves_no_pool_behind() throws Exception {
    PoolHold hold = PoolHold.of(nobodyThere(), LIMITS);
    hold.release();
    // What a session that is closed by another thread does in the middle of a launch.
    SQLException failure =
        assertThrows(
            SQLException.class,
            () -> hold.start(Launches.of("select 1"), Handles.NONE, () -> Long.MAX_VALUE));
    assertEquals("08001", failure.getSQLState());
    while (Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().startsWith("pgbackground-"))) {
      assertFalse(Thread.interrupted(), "the threads of a pool are still there");
      Thread.onSpinWait();
    }
  }

  private static Target nobodyThere() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return Target.of(
          "jdbc:postgresql://127.0.0.1/nothing?user=me",
          new Properties(),
          new HostSpec("127.0.0.1", socket.getLocalPort()));
    }
  }
}
