package io.github.pgbackground.it.operations;

import io.github.pgbackground.WorkerPoolMXBean;
import io.github.pgbackground.it.TestDatabase;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Set;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** The beans of pools, as a JMX client finds them. */
final class Beans {
  static final MBeanServer SERVER = ManagementFactory.getPlatformMBeanServer();

  private Beans() {}

  static List<ObjectName> in(TestDatabase database) throws Exception {
    Set<ObjectName> all = SERVER.queryNames(new ObjectName("io.github.pgbackground:*"), null);
    return all.stream().filter(name -> bean(name).getTarget().contains(database.name())).toList();
  }

  /** The bean of the only pool for this database. */
  static WorkerPoolMXBean of(TestDatabase database) throws Exception {
    List<ObjectName> names = in(database);
    if (names.size() != 1) {
      throw new AssertionError(names);
    }
    return bean(names.get(0));
  }

  private static WorkerPoolMXBean bean(ObjectName name) {
    return JMX.newMXBeanProxy(SERVER, name, WorkerPoolMXBean.class);
  }
}
