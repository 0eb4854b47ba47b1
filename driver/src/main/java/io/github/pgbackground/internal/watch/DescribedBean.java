package io.github.pgbackground.internal.watch;

import io.github.pgbackground.WorkerPoolMXBean;
import java.util.Map;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.StandardMBean;

/** Tells consoles what a pool's operations do: of themselves they know no names of parameters. */
final class DescribedBean extends StandardMBean {
  private static final Map<String, String> DESCRIPTIONS =
      Map.of(
          "cancel",
          "Cancels the job whose handle has this pid; its reader gets 57014",
          "drain",
          "Launches fail with 57P03 from now on; jobs go on; connections are closed as soon as they"
              + " have none",
          "resume",
          "Launches are served again");

  DescribedBean(PoolBean bean) {
    super(bean, WorkerPoolMXBean.class, true);
  }

  @Override
  protected String getDescription(MBeanOperationInfo operation) {
    return DESCRIPTIONS.getOrDefault(operation.getName(), operation.getDescription());
  }

  @Override
  protected String getParameterName(
      MBeanOperationInfo operation, MBeanParameterInfo parameter, int sequence) {
    return "pid";
  }

  @Override
  protected int getImpact(MBeanOperationInfo operation) {
    return MBeanOperationInfo.ACTION;
  }
}
