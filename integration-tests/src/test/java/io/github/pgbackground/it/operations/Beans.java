package io.github.pgbackground.it.operations;

import io.github.pgbackground.WorkerPoolMXBean;
import io.github.pgbackground.it.TestDatabase;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** The beans of pools, as a JMX client finds them. */
public final class Beans {
  static final MBeanServer SERVER = ManagementFactory.getPlatformMBeanServer();

  private Beans() {}

  static List<ObjectName> in(TestDatabase database) throws Exception {
    return of(target -> target.contains(database.name()));
  }

  private static List<ObjectName> of(Predicate<String> wanted) throws Exception {
    Set<ObjectName> all = SERVER.queryNames(new ObjectName("io.github.pgbackground:*"), null);
    return all.stream().filter(name -> wanted.test(bean(name).getTarget())).toList();
  }

  /** The bean of the only pool for this database. */
  static WorkerPoolMXBean of(TestDatabase database) throws Exception {
    return only(in(database));
  }

  /** The bean of the only pool for the server on this port of this machine. */
  public static WorkerPoolMXBean of(int port) throws Exception {
    return only(of(target -> target.contains(":" + port + "/")));
  }

  private static WorkerPoolMXBean only(List<ObjectName> names) {
    if (names.size() != 1) {
      throw new AssertionError(names);
    }
    return bean(names.get(0));
  }

  private static WorkerPoolMXBean bean(ObjectName name) {
    return JMX.newMXBeanProxy(SERVER, name, WorkerPoolMXBean.class);
  }
}
