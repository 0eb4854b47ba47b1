package io.github.pgbackground;

import javax.management.ConstructorParameters;

/** A job that has not ended, as JMX shows it. Immutable. */
public final class RunningJob {
  private final int pid;
  private final int backendPid;
  private final long ageMillis;
  private final String sql;

  /**
   * What the getters give.
   *
   * @param pid its handle's
   * @param backendPid its server process's, 0 if it has none
   * @param ageMillis milliseconds since its launch
   * @param sql the beginning of its text
   */
  @ConstructorParameters({"pid", "backendPid", "ageMillis", "sql"})
  public RunningJob(int pid, int backendPid, long ageMillis, String sql) {
    this.pid = pid;
    this.backendPid = backendPid;
    this.ageMillis = ageMillis;
    this.sql = sql;
  }

  /** {@return its handle's pid} */
  public int getPid() {
    return pid;
  }

  /** {@return the server process that runs it, as {@code pg_stat_activity} shows it; 0 in line} */
  public int getBackendPid() {
    return backendPid;
  }

  /** {@return how long ago it was launched, in milliseconds} */
  public long getAgeMillis() {
    return ageMillis;
  }

  /** {@return the beginning of its text, at most 100 characters, on one line} */
  public String getSql() {
    return sql;
  }
}
