package io.github.pgbackground.internal.watch;

import io.github.pgbackground.RunningJob;
import java.util.List;

/** What an operator sees of a pool of workers, and does to it; thread-safe. */
public interface Pool {
  /** Its number among those of this JVM, and a prefix. */
  String name();

  /** Host, port, database and user; never a password. */
  String target();

  int maxWorkers();

  /** How many workers run jobs. */
  int running();

  /** How many workers are connected and have no job. */
  int idle();

  /** How many launches and launched jobs wait for a worker. */
  int queued();

  /** What has happened so far. */
  Tally tally();

  /** The jobs that have not ended. */
  List<RunningJob> jobs();

  /** Cancels the job with this pid; false if there is none that could be. */
  boolean cancel(int pid);

  /** Refuses launches until {@link #resume}, and closes connections that have no job. */
  void drain();

  void resume();

  boolean isDraining();
}
