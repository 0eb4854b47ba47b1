package io.github.pgbackground.internal.watch;

/** How a job has ended. */
public enum End {
  COMPLETED,
  FAILED,
  /** It has failed because somebody has cancelled it. */
  CANCELLED
}
