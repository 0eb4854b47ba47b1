package io.github.pgbackground.internal.session.handle;

import io.github.pgbackground.internal.job.Job;
import io.github.pgbackground.internal.pool.Handles;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A place among the handles of a session, kept for one job while it is launched: by the session's
 * thread and one of the pool's at a time, over a volatile field.
 */
public final class Place implements Handles, AutoCloseable {
  private final TrackedJobs jobs;
  private final HandleTable table;
  private final Function<Job, Handle> maker;
  private volatile @Nullable Handle handle;

  /**
   * @param table where the place is kept
   * @param maker makes a job's handle
   */
  Place(TrackedJobs jobs, HandleTable table, Function<Job, Handle> maker) {
    this.jobs = jobs;
    this.table = table;
    this.maker = maker;
  }

  @Override
  public boolean isTaken(int pid) {
    return jobs.isTaken(pid);
  }

  @Override
  public boolean track(Job job) {
    Handle made = maker.apply(job);
    if (!table.put(made)) {
      return false;
    }
    handle = made;
    jobs.dropIfClosed(made);
    return true;
  }

  @Override
  public void untrack(Job job) {
    Handle tracked = handle;
    if (tracked != null && tracked.job() == job && table.takeBack(tracked)) {
      handle = null;
    }
  }

  /** The handle that has taken the place, which somebody else may have used up since; or null. */
  public @Nullable Handle handle() {
    return handle;
  }

  /** The launch is over; gives the place back if no handle has taken it. */
  @Override
  public void close() {
    if (handle == null) {
      table.free();
    }
  }
}
