package io.github.pgbackground;

import java.util.Map;

/**
 * The JMX bean of one pool of workers: {@code io.github.pgbackground:type=Pool (pgbackground-1)},
 * and so on, there while the pool is and if the property {@code pgbackground.registerMbeans} says
 * so. Numbers of jobs count from the opening of the pool; those of nested jobs, which jobs have
 * launched, are among them.
 */
public interface WorkerPoolMXBean {
  /** {@return where and as whom the workers are logged in: host, port, database and user} */
  String getTarget();

  /** {@return how many connections the pool opens at most} */
  int getMaxWorkers();

  /** {@return how many workers run jobs now} */
  int getRunning();

  /** {@return how many workers are connected and have no job} */
  int getIdle();

  /** {@return how many launches and launched jobs wait for a worker} */
  int getQueued();

  /** {@return how many jobs have been launched} */
  long getLaunched();

  /**
   * {@return how many launches have failed for want of a worker, by a refused login or while
   * draining}
   */
  long getRefused();

  /** {@return how many jobs have ended without an error} */
  long getCompleted();

  /** {@return how many jobs have ended with an error, cancelled ones not among them} */
  long getFailed();

  /** {@return how many jobs have been stopped because somebody has cancelled them} */
  long getCancelled();

  /** {@return how many bytes of unread rows and notices have been written to temporary files} */
  long getSpilledBytes();

  /** {@return the jobs that run or wait in line, by the pid of their handles} */
  Map<Integer, RunningJob> getRunningJobs();

  /** {@return whether launches are refused, as {@link #drain} has asked} */
  boolean isDraining();

  /**
   * Cancels a job, as {@code pg_background_cancel_v2} does: its result is an error then. Returns
   * when its server process has been told.
   *
   * @param pid its handle's
   * @return false if there is no such job, or if it has ended or is being cancelled already
   */
  boolean cancel(int pid);

  /**
   * From now on launches fail with 57P03, those of running jobs excepted. Jobs that run or wait in
   * line go on; connections are closed as soon as they have no job. Returns at once.
   */
  void drain();

  /** Ends {@link #drain}: launches are served again, on new connections. */
  void resume();
}
