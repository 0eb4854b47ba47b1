package io.github.pgbackground.internal.pool;

import io.github.pgbackground.internal.job.Job;

/** The jobs that a session can name, each by a pid that no other of them has; thread-safe. */
public interface Handles {
  /** Of a job that nobody can name. */
  Handles NONE =
      new Handles() {
        @Override
        public boolean isTaken(int pid) {
          return false;
        }

        @Override
        public boolean track(Job job) {
          return true;
        }

        @Override
        public void untrack(Job job) {}
      };

  /** Whether there is a job with this pid. */
  boolean isTaken(int pid);

  /** Adds a job, unless there is one with its pid. */
  boolean track(Job job);

  /** The job has not begun after all. */
  void untrack(Job job);
}
