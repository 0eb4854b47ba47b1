package io.github.pgbackground.internal.watch;

import java.lang.management.ManagementFactory;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.management.InstanceAlreadyExistsException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.StandardMBean;
import org.jspecify.annotations.Nullable;

/** The place of a pool's bean in the platform's MBean server, until it is closed. */
record PoolRegistration(ObjectName name) {
  private static final Logger LOGGER = Logger.getLogger("io.github.pgbackground");

  /** A pool without a bean is better than none: null, and a line in the log, if it fails. */
  static @Nullable PoolRegistration of(Pool pool) {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    StandardMBean bean = new DescribedBean(new PoolBean(pool));
    try {
      return register(server, bean, pool.name());
    } catch (InstanceAlreadyExistsException e) {
      return registerBesides(server, bean, pool.name());
    } catch (JMException e) {
      LOGGER.log(Level.WARNING, "The bean of " + pool.name() + " is not registered", e);
      return null;
    }
  }

  /** Other applications of this JVM may have loaded this driver too. */
  private static @Nullable PoolRegistration registerBesides(
      MBeanServer server, StandardMBean bean, String name) {
    String loader =
        Integer.toHexString(System.identityHashCode(PoolRegistration.class.getClassLoader()));
    try {
      return register(server, bean, name + "@" + loader);
    } catch (JMException e) {
      LOGGER.log(Level.WARNING, "The bean of " + name + " is not registered", e);
      return null;
    }
  }

  private static PoolRegistration register(MBeanServer server, StandardMBean bean, String name)
      throws JMException {
    ObjectName place = new ObjectName("io.github.pgbackground:type=Pool (" + name + ")");
    server.registerMBean(bean, place);
    return new PoolRegistration(place);
  }

  void close() {
    try {
      ManagementFactory.getPlatformMBeanServer().unregisterMBean(name);
    } catch (JMException e) {
      LOGGER.log(Level.FINE, "The bean of a pool has been removed by somebody else", e);
    }
  }
}
