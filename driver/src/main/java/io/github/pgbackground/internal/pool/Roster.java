package io.github.pgbackground.internal.pool;

import io.github.pgbackground.internal.job.Job;
import io.github.pgbackground.internal.pool.slot.Slot;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Who works and who waits in one pool. Guarded by {@link #lock}, under which nothing is done but
 * bookkeeping: what is to be done is returned as a {@link Step}.
 *
 * <p>Free slots are a stack, so that the workers used last are used next and the others can end;
 * launches for which there is none stand in line. A worker that becomes free goes to the first in
 * line that can have it, whomever it was connected for.
 */
final class Roster {
  private final ReentrantLock lock = new ReentrantLock();
  private final int maxSlots;
  private final Supplier<Slot> maker;
  private final Set<Slot> running = new HashSet<>();
  private final Deque<Slot> free = new ArrayDeque<>();
  private final Deque<Placement> line = new ArrayDeque<>();
  private final List<Slot> slots = new ArrayList<>();
  private boolean closed;

  /**
   * @param maker makes a slot that is not connected
   */
  Roster(int maxSlots, Supplier<Slot> maker) {
    this.maxSlots = maxSlots;
    this.maker = maker;
  }

  /**
   * A launch comes; null if it has to wait for others.
   *
   * @param queues whether its job has to wait in its place
   */
  @Nullable Step enter(Placement placement, boolean queues) {
    lock.lock();
    try {
      Slot slot = pick(placement);
      if (slot != null && slot.isFresh() && placement.canUse(slot.worker())) {
        return new Step.Take(slot);
      }
      placement.setWaiting(true);
      line.addLast(placement);
      if (slot != null) {
        return connect(slot, placement);
      } else if (queues) {
        placement.queue(reason -> fail(placement, reason));
      }
      return null;
    } finally {
      lock.unlock();
    }
  }

  /** The best of the free slots for a launch, which is free no more; null if none is. */
  private @Nullable Slot pick(Placement placement) {
    for (Iterator<Slot> slot = free.iterator(); slot.hasNext(); ) {
      Slot candidate = slot.next();
      if (candidate.isConnected() && placement.canUse(candidate.worker())) {
        slot.remove();
        return candidate;
      }
    }
    Slot lowest = free.peekLast();
    if (slots.size() < maxSlots && (lowest == null || lowest.isConnected())) {
      Slot made = maker.get();
      slots.add(made);
      return made;
    }
    // Not connected if any is, else the one not used for longest, whose worker is replaced.
    return free.pollLast();
  }

  private static Step connect(Slot slot, Placement placement) {
    placement.setConnecting();
    return new Step.Connect(slot, placement);
  }

  /** The worker that a launch was to take is taken, or gone. */
  Step entered(Placement placement, Slot slot, boolean taken) {
    lock.lock();
    try {
      Step run = taken ? begin(slot, placement) : null;
      if (run != null) {
        return run;
      }
      placement.setWaiting(true);
      line.addFirst(placement);
      return connect(slot, placement);
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Step begin(Slot slot, Placement placement) {
    Job job = placement.begin(slot.worker());
    if (job == null) {
      return null;
    }
    running.add(slot);
    return new Step.Run(slot, placement, job);
  }

  /** A worker, which is taken, can have a job; null if there is none, or if it is being ended. */
  @Nullable Step serve(Slot slot) {
    lock.lock();
    try {
      if (line.isEmpty() || !slot.isQuiet()) {
        return null;
      }
      for (Iterator<Placement> next = line.iterator(); next.hasNext(); ) {
        Placement placement = next.next();
        Step run = begin(slot, placement);
        if (run != null) {
          next.remove();
          placement.setWaiting(false);
          return run;
        }
      }
      return null;
    } finally {
      lock.unlock();
    }
  }

  /** A slot, whose worker is not taken, has nothing to do; null if that stays so. */
  @Nullable Step free(Slot slot) {
    lock.lock();
    try {
      if (closed) {
        return new Step.Close(slot);
      }
      for (Placement placement : line) {
        boolean usable = slot.isConnected() && placement.canUse(slot.worker());
        if (usable || !placement.isConnecting()) {
          return connect(slot, placement);
        }
      }
      if (slot.isConnected()) {
        free.addFirst(slot);
      } else {
        free.addLast(slot);
      }
      return null;
    } finally {
      lock.unlock();
    }
  }

  /** A job has ended. */
  void end(Slot slot) {
    lock.lock();
    try {
      running.remove(slot);
    } finally {
      lock.unlock();
    }
  }

  /** The launch does not wait any longer; false if it has a job or has failed already. */
  boolean leave(Placement placement) {
    lock.lock();
    try {
      boolean left = line.remove(placement);
      placement.setWaiting(false);
      return left;
    } finally {
      lock.unlock();
    }
  }

  /** Gives the job of a launch that is still in line a number, so that the launch returns. */
  void queue(Placement placement) {
    lock.lock();
    try {
      if (placement.isWaiting() && placement.job() == null) {
        placement.queue(reason -> fail(placement, reason));
      }
    } finally {
      lock.unlock();
    }
  }

  /** No worker will come for a launch that is still in line, or none is wanted any more. */
  void fail(Placement placement, SQLException error) {
    if (leave(placement)) {
      placement.fail(error);
    }
  }

  /** The slot is lost to whoever has it: nobody can do anything with it just now. */
  void giveUp(Slot slot) {
    lock.lock();
    try {
      free.addLast(slot);
    } finally {
      lock.unlock();
    }
  }

  /** How many workers run jobs. */
  int running() {
    lock.lock();
    try {
      return running.size();
    } finally {
      lock.unlock();
    }
  }

  /** How many workers are connected. */
  int connected() {
    lock.lock();
    try {
      return running.size() + idle();
    } finally {
      lock.unlock();
    }
  }

  /** How many workers are connected and have no job. */
  int idle() {
    lock.lock();
    try {
      return (int) free.stream().filter(Slot::isConnected).count();
    } finally {
      lock.unlock();
    }
  }

  /** How many launches and launched jobs are in line. */
  int waiting() {
    lock.lock();
    try {
      return line.size();
    } finally {
      lock.unlock();
    }
  }

  /** All that there are. */
  List<Slot> slots() {
    lock.lock();
    try {
      return List.copyOf(slots);
    } finally {
      lock.unlock();
    }
  }

  /** From now on slots that become free are to be closed; returns those that are free. */
  List<Slot> close() {
    lock.lock();
    try {
      closed = true;
      List<Slot> toClose = List.copyOf(free);
      free.clear();
      return toClose;
    } finally {
      lock.unlock();
    }
  }
}
