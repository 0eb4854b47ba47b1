package io.github.pgbackground.internal.spool;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A queue between a thread that produces and others that read, in which the producer never waits
 * for a reader. One lock guards all of it, its file's reads and writes included; {@link #drop}
 * takes it only if it is free, and whoever has it then does the rest.
 *
 * <p>What does not fit into memory goes to a file. Where that does not fit either, it is lost, and
 * with it all that follows: a reader gets what there was before, and then an error.
 */
public final class Spool<T> {
  private final Format<T> format;
  private final Bounds bounds;
  private final LongConsumer spilled;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile boolean dropped;

  private final ArrayDeque<Waiting<T>> waiting = new ArrayDeque<>();
  private long bytesInMemory;
  private int itemsInFile;
  private @Nullable SpillFile file;
  private @Nullable IOException loss;
  private int unboundedReaders;
  private @Nullable T offered;

  /**
   * An item in the queue.
   *
   * @param item null for the next one in the file
   */
  private record Waiting<T>(@Nullable T item, long bytes) {}

  /**
   * @param spilled is told how many bytes were written to the file, each time
   */
  public Spool(Format<T> format, Bounds bounds, LongConsumer spilled) {
    this.format = format;
    this.bounds = bounds;
    this.spilled = spilled;
  }

  /** Appends an item. It is lost if nobody wants any more, or if there is no room for it. */
  public void add(T item) {
    long bytes = format.bytes(item);
    lock.lock();
    try {
      if (dropped || loss != null) {
        return;
      }
      if (fitsIntoMemory(bytes)) {
        bytesInMemory += bytes;
        waiting.add(new Waiting<>(item, bytes));
      } else {
        write(item);
        itemsInFile++;
        waiting.add(new Waiting<>(null, 0));
      }
    } catch (IOException e) {
      loss = e;
    } finally {
      unlock();
    }
  }

  /** Lets whoever polls have an item that is not appended yet, as long as nothing else waits. */
  public void offer(T item) {
    lock.lock();
    try {
      if (!dropped && loss == null) {
        offered = item;
      }
    } finally {
      unlock();
    }
  }

  /** Ends the offer; whether nobody has taken it. */
  public boolean takeBack() {
    lock.lock();
    try {
      boolean there = offered != null;
      offered = null;
      return there;
    } finally {
      unlock();
    }
  }

  private boolean fitsIntoMemory(long bytes) {
    return unboundedReaders > 0 || bytesInMemory == 0 || bytesInMemory + bytes <= bounds.memory();
  }

  private void write(T item) throws IOException {
    if (bounds.file() == 0) {
      throw new IOException("Nothing may wait in a file.");
    }
    if (file == null) {
      file = new SpillFile(bounds.file());
    }
    spilled.accept(file.write(item, format));
  }

  /**
   * Takes the oldest item.
   *
   * @return null when there is none now
   * @throws IOException when the next one was lost
   */
  public @Nullable T poll() throws IOException {
    lock.lock();
    try {
      Waiting<T> oldest = waiting.poll();
      if (oldest == null) {
        if (loss != null) {
          throw loss;
        }
        T last = offered;
        offered = null;
        return last;
      }
      T item = oldest.item();
      if (item == null) {
        return read();
      }
      bytesInMemory -= oldest.bytes();
      return item;
    } finally {
      unlock();
    }
  }

  private T read() throws IOException {
    SpillFile written = Objects.requireNonNull(file);
    try {
      T item = written.read(format);
      itemsInFile--;
      if (itemsInFile == 0) {
        written.clear();
      }
      return item;
    } catch (IOException e) {
      waiting.clear();
      loss = e;
      throw e;
    }
  }

  /** Nothing can be appended any more: what there is can still be read, and then this is thrown. */
  public void lose(IOException reason) {
    lock.lock();
    try {
      if (loss == null) {
        loss = reason;
      }
    } finally {
      unlock();
    }
  }

  /** It is as if nothing had ever been appended. */
  public void clear() {
    lock.lock();
    try {
      waiting.clear();
      offered = null;
      bytesInMemory = 0;
      itemsInFile = 0;
      loss = null;
      if (file != null) {
        file.clear();
      }
    } catch (IOException e) {
      loss = e;
    } finally {
      unlock();
    }
  }

  /** From now on memory has no bound: a reader waits who will take everything at once. */
  public void liftBound() {
    countUnbounded(1);
  }

  /** Takes one {@link #liftBound} back. */
  public void restoreBound() {
    countUnbounded(-1);
  }

  private void countUnbounded(int change) {
    lock.lock();
    try {
      unboundedReaders += change;
    } finally {
      unlock();
    }
  }

  /** Nobody wants any of it any more, what is still to come included. */
  public void drop() {
    dropped = true;
    clearIfDropped();
  }

  private void unlock() {
    lock.unlock();
    clearIfDropped();
  }

  /** Whoever has the lock meanwhile comes here after it. */
  private void clearIfDropped() {
    if (dropped && lock.tryLock()) {
      try {
        waiting.clear();
        offered = null;
        bytesInMemory = 0;
        if (file != null) {
          file.close();
          file = null;
        }
      } catch (IOException e) {
        // Nothing can be done, and nobody wants to know.
      } finally {
        lock.unlock();
      }
    }
  }
}
