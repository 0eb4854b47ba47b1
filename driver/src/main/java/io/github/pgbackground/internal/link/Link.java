package io.github.pgbackground.internal.link;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What arrives from the server on one connection, below pgjdbc and below TLS. The byte that {@link
 * #look} has taken early is written under {@link #reading}, which whoever reads holds and only
 * another reader waits for, and so are the last bytes read; the hook is volatile.
 */
public final class Link {
  /** The SQLSTATE of the notices that a {@link NoticeTaker} takes. */
  public static final String TAKEN_STATE = "PGB01";

  private static final int NOTHING_KEPT = -1;

  /** ReadyForQuery, outside of a transaction: what a server says unasked cannot end like that. */
  private static final long READY = 0x5A_00_00_00_05_49L;

  private static final long SIX_BYTES = 0xFFFF_FFFF_FFFFL;

  private final LinkSocket socket;
  private final ReentrantLock reading = new ReentrantLock();
  private volatile int kept = NOTHING_KEPT;
  private volatile long lastRead;
  private volatile boolean inPlain;
  private volatile @Nullable ReadHook hook;
  private final NoticeTap tap = new NoticeTap(TAKEN_STATE);
  private final NoticeTap.Source below = this::readBelow;

  Link(LinkSocket socket) {
    this.socket = socket;
  }

  /** Runs when pgjdbc wants bytes, on its own thread. */
  @FunctionalInterface
  public interface ReadHook {
    /**
     * Everything pgjdbc had to say is flushed, and it is about to wait, unless {@link #look} sees
     * bytes already.
     *
     * @throws IOException to have pgjdbc give the connection up
     */
    void beforeRead() throws IOException;
  }

  /** Gets the notices that are not for pgjdbc, on the thread that reads from the connection. */
  public interface NoticeTaker {
    /**
     * A notice has come; says nothing about what came before it and has not been read yet.
     *
     * @param fields as the message carries them: a letter, the text, a zero byte
     */
    void take(String fields);

    /**
     * pgjdbc has read all that came before, and wants more, which may not come before this returns.
     *
     * @return whether to go on here when pgjdbc has read what was inserted meanwhile
     * @throws IOException to have pgjdbc give the connection up
     */
    boolean goOn() throws IOException;
  }

  /** What there is to see of a connection. */
  public enum Sight {
    /** The server has sent nothing. */
    NOTHING,
    /** The server has sent something, which pgjdbc will find as if nobody had looked. */
    BYTES,
    /** The connection has ended, and all that came before is read. */
    CUT,
    /** Somebody else reads from the connection just now. */
    IN_USE
  }

  /** From now on runs before each read, in the place of any other; null for none. */
  public void beforeReads(@Nullable ReadHook newHook) {
    hook = newHook;
  }

  /**
   * From now on takes notices of {@link #TAKEN_STATE} out of what arrives. Nothing may be on its
   * way from the server.
   */
  public void takeNotices(NoticeTaker taker) {
    tap.tellTo(taker);
  }

  /**
   * Has pgjdbc read a notice as if the server had sent it; for a {@link NoticeTaker} alone.
   *
   * @param fields as the message carries them
   */
  public void insertNotice(String fields) {
    tap.insert(fields.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Looks whether bytes have arrived or the connection is cut; may be called by any thread, and by
   * a {@link ReadHook}.
   *
   * @param millis how long to wait for either, 1 at least
   */
  public Sight look(int millis) {
    if (!reading.tryLock()) {
      return Sight.IN_USE;
    }
    try {
      if (kept != NOTHING_KEPT || socket.hasArrived()) {
        return Sight.BYTES;
      }
      kept = socket.readWithin(millis);
      return kept == NOTHING_KEPT ? Sight.CUT : Sight.BYTES;
    } catch (SocketTimeoutException e) {
      return Sight.NOTHING;
    } catch (IOException e) {
      return Sight.CUT;
    } finally {
      reading.unlock();
    }
  }

  /**
   * Whether the server has said nothing since it was ready for a query outside of a transaction,
   * neither to the socket nor to those who have read from it, who may not have looked at all of it
   * yet. Never waits, and so does not see a bare end of the connection. What is encrypted is read
   * message by message, so that the socket has what came behind the last one.
   */
  public boolean isIdle() {
    try {
      return kept == NOTHING_KEPT && !socket.hasArrived() && (!inPlain || lastRead == READY);
    } catch (IOException e) {
      return false;
    }
  }

  int read(byte[] to, int from, int length) throws IOException {
    return tap.read(below, to, from, length);
  }

  private int readBelow(byte[] to, int from, int length) throws IOException {
    reading.lock();
    try {
      ReadHook before = hook;
      if (before != null) {
        before.beforeRead();
      }
      if (kept == NOTHING_KEPT || length == 0) {
        int read = socket.delegateInput().read(to, from, length);
        remember(to, from, read);
        return read;
      }
      to[from] = (byte) kept;
      kept = NOTHING_KEPT;
      remember(to, from, 1);
      return 1;
    } finally {
      reading.unlock();
    }
  }

  private void remember(byte[] bytes, int from, int count) {
    long last = lastRead;
    for (int i = from + Math.max(0, count - 6); i < from + count; i++) {
      last = (last << 8 | (bytes[i] & 0xff)) & SIX_BYTES;
    }
    lastRead = last;
    if (last == READY && !inPlain) {
      inPlain = true;
    }
  }

  /** How many bytes can be read at once. */
  int available() throws IOException {
    return socket.delegateInput().available() + (kept == NOTHING_KEPT ? 0 : 1) + tap.ahead();
  }
}
