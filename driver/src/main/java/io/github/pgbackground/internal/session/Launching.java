package io.github.pgbackground.internal.session;

import static io.github.pgbackground.internal.session.setting.BackgroundSetting.DEFAULT_QUEUE_SIZE;
import static io.github.pgbackground.internal.session.setting.BackgroundSetting.MAX_WORKERS;
import static io.github.pgbackground.internal.session.setting.BackgroundSetting.WORKER_TIMEOUT;

import io.github.pgbackground.internal.job.Job;
import io.github.pgbackground.internal.job.Launch;
import io.github.pgbackground.internal.job.Nesting;
import io.github.pgbackground.internal.login.TargetSource;
import io.github.pgbackground.internal.pool.Handles;
import io.github.pgbackground.internal.presence.Presence;
import io.github.pgbackground.internal.session.execution.Execution;
import io.github.pgbackground.internal.session.execution.WaitBounds;
import io.github.pgbackground.internal.session.handle.Handle;
import io.github.pgbackground.internal.session.handle.Order;
import io.github.pgbackground.internal.session.handle.Place;
import io.github.pgbackground.internal.session.handle.TrackedJobs;
import io.github.pgbackground.internal.session.setting.QueueSize;
import io.github.pgbackground.internal.session.setting.ServerTimeout;
import io.github.pgbackground.internal.session.setting.Snapshot;
import io.github.pgbackground.internal.settings.Settings;
import io.github.pgbackground.internal.spool.Bounds;
import io.github.pgbackground.internal.state.TimeLimit;
import java.sql.SQLException;
import java.util.function.Function;

/**
 * How what a session is asked to launch becomes a job: what the job takes over, what bounds it, who
 * serves its own calls. Immutable; used by the session's runner.
 */
final class Launching {
  private final Session session;
  private final Settings settings;
  private final TargetSource targets;
  private final Session.Nestings nestings;
  private final boolean isJob;

  /**
   * @param isJob whether the session is a job itself
   */
  Launching(
      Session session,
      Settings settings,
      TargetSource targets,
      Session.Nestings nestings,
      boolean isJob) {
    this.session = session;
    this.settings = settings;
    this.targets = targets;
    this.nestings = nestings;
    this.isJob = isJob;
  }

  Handle launch(Order order, Execution execution) throws SQLException {
    Snapshot now = session.snapshot(execution);
    int queueSize = QueueSize.of(order.queueSize(), now.value(DEFAULT_QUEUE_SIZE));
    Launch launch =
        new Launch(
            order.sql(),
            now.state(),
            order.readable(),
            session.connection().getStandardConformingStrings(),
            limit(now),
            new Bounds(queueSize, settings.maxSpill()),
            nesting(execution),
            !isJob);
    long touchesThen = session.touches().count();
    WaitBounds bounds = session.waitBounds(execution);
    TrackedJobs jobs = session.jobs();
    Function<Job, Handle> handle =
        job -> new Handle(job, order, queueSize, now.state().currentUser(), jobs, touchesThen);
    try (Place place = jobs.place(now.value(MAX_WORKERS), handle)) {
      Handles tracking = order.tracked() ? place : Handles.NONE;
      Job job = session.workers().start(launch, tracking, () -> execution.nanosToSleep(bounds));
      try {
        // A job in line is not waited for.
        if (job.backendPid() != 0) {
          execution.awaitSent(job, bounds);
        }
      } catch (SQLException e) {
        tracking.untrack(job);
        job.drop();
        throw e;
      }
      jobs.countLaunch();
      Handle tracked = place.handle();
      if (tracked != null) {
        return tracked;
      }
      Handle untracked = handle.apply(job);
      jobs.countEnd(untracked);
      return untracked;
    }
  }

  private Nesting nesting(Execution execution) throws SQLException {
    Presence presence =
        isJob || execution.isAsked()
            ? session.installation().known()
            : session.installation().presence();
    if (presence.leavesCalls(settings.backend())) {
      return Nesting.NONE;
    }
    boolean isInstalled = presence.isBridge() && presence.trusted();
    return nestings.of(
        settings, targets, isInstalled ? Nesting.Kind.INSTALLED : Nesting.Kind.TEMPORARY);
  }

  private static TimeLimit limit(Snapshot now) throws SQLException {
    int workerTimeout = now.value(WORKER_TIMEOUT);
    return workerTimeout > 0
        ? new TimeLimit(workerTimeout, true)
        : new TimeLimit(now.millis(ServerTimeout.STATEMENT_TIMEOUT), false);
  }
}
