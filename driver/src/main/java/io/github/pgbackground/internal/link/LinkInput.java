package io.github.pgbackground.internal.link;

import io.github.pgbackground.internal.link.Link.ReadHook;
import io.github.pgbackground.internal.link.Link.Sight;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What can be read of one connection, below TLS or above. The byte that {@link #look} has taken
 * early is written under {@link #reading}, which whoever reads holds and only another reader waits
 * for; who holds it above TLS may wait for it below, never the other way round.
 */
final class LinkInput {
  private static final int NOTHING_KEPT = -1;

  private final LinkSocket socket;
  private final Source source;
  private final @Nullable LinkInput below;
  private final ReentrantLock reading = new ReentrantLock();
  private volatile int kept = NOTHING_KEPT;
  private volatile boolean looking;

  /** Where the bytes come from. */
  @FunctionalInterface
  interface Source {
    InputStream get() throws IOException;
  }

  /**
   * @param below what TLS reads from where this is above it
   */
  LinkInput(LinkSocket socket, Source source, @Nullable LinkInput below) {
    this.socket = socket;
    this.source = source;
    this.below = below;
  }

  int read(byte[] to, int from, int length, @Nullable ReadHook before) throws IOException {
    reading.lock();
    try {
      if (before != null) {
        before.beforeRead();
      }
      if (kept == NOTHING_KEPT || length == 0) {
        return source.get().read(to, from, length);
      }
      to[from] = (byte) kept;
      kept = NOTHING_KEPT;
      return 1;
    } finally {
      reading.unlock();
    }
  }

  /**
   * Above TLS, what has come is read as far as TLS can tell that it has something for pgjdbc: it
   * has messages of its own as well, as session tickets and new keys.
   *
   * @param millis how long to wait for the server to say something
   */
  Sight look(int millis) {
    if (!reading.tryLock()) {
      return Sight.IN_USE;
    }
    try {
      if (hasArrived()) {
        return Sight.BYTES;
      }
      int wait = millis;
      if (below != null) {
        Sight sight = below.look(millis);
        if (sight != Sight.BYTES) {
          return sight;
        }
        wait = 1;
      }
      looking = true;
      kept = socket.readWithin(wait, source.get());
      return kept == NOTHING_KEPT ? Sight.CUT : Sight.BYTES;
    } catch (SocketTimeoutException e) {
      return Sight.NOTHING;
    } catch (IOException e) {
      return Sight.CUT;
    } finally {
      looking = false;
      reading.unlock();
    }
  }

  /** Whether a {@link #look} reads. */
  boolean isLooking() {
    return looking;
  }

  /** Whether this thread is inside a read. */
  boolean isReading() {
    return reading.isHeldByCurrentThread();
  }

  boolean hasArrived() throws IOException {
    return available() > 0;
  }

  /** How many bytes can be read at once. */
  int available() throws IOException {
    return source.get().available() + (kept == NOTHING_KEPT ? 0 : 1);
  }
}
