package io.github.pgbackground.internal.session;

import io.github.pgbackground.internal.worker.Handles;
import io.github.pgbackground.internal.worker.Job;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** The jobs whose handles a session holds; a concurrent map, and a volatile mark of its end. */
final class TrackedJobs implements Handles {
  private final ConcurrentMap<Integer, Job> jobs = new ConcurrentHashMap<>();
  private volatile boolean dropped;

  @Override
  public boolean isTaken(int pid) {
    return jobs.containsKey(pid);
  }

  @Override
  public boolean track(Job job) {
    boolean tracked = jobs.putIfAbsent(job.pid(), job) == null;
    if (tracked && dropped) {
      drop();
    }
    return tracked;
  }

  @Override
  public void untrack(Job job) {
    jobs.remove(job.pid(), job);
  }

  @Nullable Job get(int pid) {
    return jobs.get(pid);
  }

  /** The job that had this pid; null if none had. */
  @Nullable Job remove(int pid) {
    return jobs.remove(pid);
  }

  /** Nobody can name any job any more, nor any that comes. */
  void drop() {
    dropped = true;
    jobs.values().forEach(Job::drop);
    jobs.clear();
  }
}
