package io.github.pgbackground;

import javax.management.ConstructorParameters;

/** A job that has not ended, as JMX shows it. Immutable. */
public final class RunningJob {
  private final int pid;
  private final int backendPid;
  private final long ageMillis;
  private final String sql;

  /** What the getters give. */
  @ConstructorParameters({"pid", "backendPid", "ageMillis", "sql"})
  public RunningJob(int pid, int backendPid, long ageMillis, String sql) {
    this.pid = pid;
    this.backendPid = backendPid;
    this.ageMillis = ageMillis;
    this.sql = sql;
  }

  /** Its handle's pid. */
  public int getPid() {
    return pid;
  }

  /** The server process that runs it, as {@code pg_stat_activity} shows it; 0 in line. */
  public int getBackendPid() {
    return backendPid;
  }

  /** How long ago it was launched, in milliseconds. */
  public long getAgeMillis() {
    return ageMillis;
  }

  /** The beginning of its text, at most 100 characters, on one line. */
  public String getSql() {
    return sql;
  }
}
