package io.github.pgbackground.internal.pool;

import io.github.pgbackground.RunningJob;
import io.github.pgbackground.internal.job.Job;
import io.github.pgbackground.internal.job.Launch;
import io.github.pgbackground.internal.login.Target;
import io.github.pgbackground.internal.pool.slot.Slot;
import io.github.pgbackground.internal.rows.ServerError;
import io.github.pgbackground.internal.watch.Pool;
import io.github.pgbackground.internal.watch.Tally;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A pool as its operators see it. Whether it drains is a volatile field; all else is asked of the
 * {@link Roster} and of the jobs.
 */
final class ManagedPool implements Pool {
  private final String name;
  private final String target;
  private final int maxWorkers;
  private final Roster roster;
  private final Supplier<Stream<Job>> jobs;
  private final Tally tally = new Tally();
  private volatile boolean draining;

  /**
   * @param jobs those that have not ended
   */
  ManagedPool(
      String name, Target target, int maxWorkers, Roster roster, Supplier<Stream<Job>> jobs) {
    this.name = name;
    this.target = target.toString();
    this.maxWorkers = maxWorkers;
    this.roster = roster;
    this.jobs = jobs;
  }

  /**
   * Lets a launch in, unless the pool drains; what a job launches is let in, so that it can end.
   *
   * @throws SQLException 57P03 when it is refused
   */
  void admit(Launch launch) throws SQLException {
    if (draining && launch.mayWaitInLine()) {
      throw ServerError.of("57P03", "no background worker is started: the pool drains")
          .withDetail("An operator has asked for that, by the JMX bean of " + name + ".")
          .withHint("Launch again when the pool has been resumed.")
          .toException();
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String target() {
    return target;
  }

  @Override
  public int maxWorkers() {
    return maxWorkers;
  }

  @Override
  public int running() {
    return roster.running();
  }

  @Override
  public int idle() {
    return roster.idle();
  }

  @Override
  public int queued() {
    return roster.waiting();
  }

  @Override
  public Tally tally() {
    return tally;
  }

  @Override
  public List<RunningJob> jobs() {
    return jobs.get()
        .map(
            job ->
                new RunningJob(
                    job.pid(), job.backendPid(), job.ageMillis(), job.launch().preview()))
        .toList();
  }

  @Override
  public boolean cancel(int pid) {
    return jobs.get().filter(job -> job.pid() == pid).anyMatch(Job::cancel);
  }

  @Override
  public void drain() {
    draining = true;
    roster.slots().forEach(Slot::retire);
  }

  @Override
  public void resume() {
    draining = false;
  }

  @Override
  public boolean isDraining() {
    return draining;
  }
}
