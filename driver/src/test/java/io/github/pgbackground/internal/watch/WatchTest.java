package io.github.pgbackground.internal.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoMoreInteractions;
import static org.mockito.Mockito.when;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is told of what happens in a pool. */
final class WatchTest {
  private static final Logger LOGGER = Logger.getLogger("io.github.pgbackground");

  private final Pool pool = mock(Pool.class);
  private final Tally tally = new Tally();
  private final JobListener failing = mock(JobListener.class);
  private final JobListener listener = mock(JobListener.class);

  WatchTest() {
    when(pool.tally()).thenReturn(tally);
    doThrow(new IllegalStateException("a listener of the test")).when(failing).opened(any());
  }

  @BeforeEach
  void keepQuiet() {
    LOGGER.setLevel(Level.OFF);
  }

  @AfterEach
  void speakAgain() {
    LOGGER.setLevel(null);
    Watch.stopListening(failing);
    Watch.stopListening(listener);
  }

  @Test
  void a_listener_that_fails_keeps_nobody_from_being_told() {
    Watch.listen(failing);
    Watch.listen(listener);
    Watch watch = new Watch(pool, false);
    verify(listener).opened(pool);
    watch.ended(42, End.COMPLETED, 7, null);
    verify(listener).ended(pool, 42, End.COMPLETED, 7, null);
    assertEquals(1, tally.completed());
    watch.close();
  }

  @Test
  void who_comes_late_is_told_of_the_pools_there_are_and_who_has_gone_of_nothing() {
    Watch watch = new Watch(pool, false);
    Watch.listen(listener);
    verify(listener).opened(pool);
    Watch.stopListening(listener);
    watch.cancelled(42);
    verifyNoMoreInteractions(listener);
    watch.close();
    assertTrue(Watch.pools().noneMatch(open -> open == pool));
  }
}
