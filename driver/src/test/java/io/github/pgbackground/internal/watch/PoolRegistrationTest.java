package io.github.pgbackground.internal.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Objects;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

/** Beans of several copies of the driver in one JVM. */
final class PoolRegistrationTest {
  private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();

  private static Pool pool(String target) {
    Pool pool = mock(Pool.class);
    when(pool.name()).thenReturn("pgbackground-1");
    when(pool.target()).thenReturn(target);
    return pool;
  }

  private List<ObjectName> names() throws Exception {
    return server.queryNames(new ObjectName("io.github.pgbackground:*"), null).stream()
        .sorted()
        .toList();
  }

  @Test
  void a_pool_whose_name_is_taken_has_a_bean_all_the_same_and_each_closes_its_own()
      throws Exception {
    PoolRegistration first = Objects.requireNonNull(PoolRegistration.of(pool("first")));
    PoolRegistration second = Objects.requireNonNull(PoolRegistration.of(pool("second")));
    assertEquals("io.github.pgbackground:type=Pool (pgbackground-1)", first.name().toString());
    assertTrue(
        second.name().toString().startsWith("io.github.pgbackground:type=Pool (pgbackground-1@"));
    assertEquals("second", server.getAttribute(second.name(), "Target"));
    first.close();
    assertEquals(List.of(second.name()), names());
    second.close();
    assertEquals(List.of(), names());
    second.close();
  }
}
