package io.github.pgbackground.internal.job;

import io.github.pgbackground.internal.login.WorkerConnection;
import java.sql.SQLException;

/**
 * How calls are served that a job itself makes: each job is a session of its own for the functions
 * of pg_background. Immutable; the jobs of many sessions share a pool, each comes with its own.
 */
public interface Nesting {
  /** Such calls are not served, or not here. */
  Nesting NONE =
      new Nesting() {
        @Override
        public Kind kind() {
          return Kind.NONE;
        }

        @Override
        public Nested begin(WorkerConnection worker, Job job) {
          return () -> {};
        }
      };

  /** Where the server finds the functions. */
  enum Kind {
    NONE,
    /** In the database, where the functions that a job calls may find them too. */
    INSTALLED,
    /** In the worker's temporary schema, as long as a job runs whose text needs them. */
    TEMPORARY
  }

  Kind kind();

  /**
   * Makes sure that the calls of a job are served, on a worker that is as it logged in.
   *
   * @throws SQLException what the job is to fail with
   */
  Nested begin(WorkerConnection worker, Job job) throws SQLException;

  /** The session that a job is. */
  @FunctionalInterface
  interface Nested {
    /** The job has ended; the jobs that it has launched go on. */
    void end();
  }
}
