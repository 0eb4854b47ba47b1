package io.github.pgbackground.internal.pool;

import io.github.pgbackground.internal.job.Job;
import io.github.pgbackground.internal.pool.slot.Slot;

/** What is to be done with a slot next, by the thread that has it. */
sealed interface Step {
  Slot slot();

  /** Take its fresh worker for a launch that is not in line. */
  record Take(Slot slot) implements Step {}

  /** Connect its worker for a launch that is in line. */
  record Connect(Slot slot, Placement placement) implements Step {}

  /** Run a job on its worker, which is taken. */
  record Run(Slot slot, Placement placement, Job job) implements Step {}

  /** End it. */
  record Close(Slot slot) implements Step {}
}
