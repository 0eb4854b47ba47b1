package io.github.pgbackground.internal.link;

import io.github.pgbackground.internal.link.tap.NoticeTaker;
import io.github.pgbackground.internal.link.tap.NoticeTap;
import io.github.pgbackground.internal.link.tap.RowTaker;
import io.github.pgbackground.internal.link.tap.RowTap;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What arrives from the server on one connection, below pgjdbc: below TLS and, where there is TLS,
 * above it. What was read last is written by the one thread that reads at a time; the hook is
 * volatile.
 */
public final class Link {
  /** The SQLSTATE of the notices that a {@link NoticeTaker} takes. */
  public static final String TAKEN_STATE = "PGB01";

  /** ReadyForQuery, outside of a transaction: what a server says unasked cannot end like that. */
  private static final long READY = 0x5A_00_00_00_05_49L;

  private static final long SIX_BYTES = 0xFFFF_FFFF_FFFFL;

  private final LinkSocket socket;
  private final LinkInput wire;
  private final NoticeTap.Source fromWire;
  private volatile @Nullable LinkInput decrypted;
  private volatile long lastRead;
  private volatile boolean inPlain;
  private volatile @Nullable ReadHook hook;
  private final NoticeTap tap = new NoticeTap(TAKEN_STATE);
  private final RowTap rows = new RowTap();

  Link(LinkSocket socket) {
    this.socket = socket;
    wire = new LinkInput(socket, socket::delegateInput, null);
    fromWire = (to, from, length) -> remember(to, from, readWire(to, from, length));
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
   * From now on takes notices of {@link #TAKEN_STATE} out of what arrives, or none any more.
   * Nothing may be on its way from the server.
   */
  public void takeNotices(@Nullable NoticeTaker taker) {
    tap.tellTo(taker);
  }

  /**
   * From now on rows go where the taker says, or none any more. Nothing may be on its way from the
   * server.
   */
  public void takeRows(@Nullable RowTaker taker) {
    rows.tellTo(taker);
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
   * Whether what the server sends can be read here, so that anything can be taken out of it: not
   * where GSSAPI encrypts it. Says so from the end of the login on.
   */
  public boolean isReadable() {
    return inPlain;
  }

  /**
   * Looks whether bytes have arrived or the connection is cut; may be called by any thread, and by
   * a {@link ReadHook}.
   *
   * @param millis how long to wait for either, 1 at least
   */
  public Sight look(int millis) {
    LinkInput above = decrypted;
    // Within a read of TLS, which reads on itself if nothing that has come is for pgjdbc.
    return above == null || above.isReading() ? wire.look(millis) : above.look(millis);
  }

  /**
   * Whether the server has said nothing since it was ready for a query outside of a transaction,
   * neither to the socket nor to those who have read from it, who may not have looked at all of it
   * yet. Never waits, and so does not see a bare end of the connection. What GSSAPI encrypts is
   * read message by message, so that the socket has what came behind the last one.
   */
  public boolean isIdle() {
    LinkInput above = decrypted;
    try {
      return !wire.hasArrived()
          && (above == null || !above.hasArrived())
          && (!inPlain || lastRead == READY);
    } catch (IOException e) {
      return false;
    }
  }

  /** What arrives at the socket. */
  InputStream arriving() throws IOException {
    NoticeTap.Source untapped = (to, from, length) -> tap.read(fromWire, to, from, length);
    return new LinkInputStream(
        (to, from, length) ->
            decrypted == null ? rows.read(untapped, to, from, length) : readWire(to, from, length),
        () -> wire.available() + (decrypted == null ? tap.ahead() + rows.ahead() : 0),
        socket.delegateInput());
  }

  /** From now on, TLS makes of what arrives at the socket what is read from here. */
  InputStream decrypted(InputStream tls) {
    LinkInput above = new LinkInput(socket, () -> tls, wire);
    NoticeTap.Source fromTls =
        (to, from, length) -> remember(to, from, above.read(to, from, length, null));
    NoticeTap.Source untapped = (to, from, length) -> tap.read(fromTls, to, from, length);
    decrypted = above;
    return new LinkInputStream(
        (to, from, length) -> rows.read(untapped, to, from, length),
        () -> above.available() + tap.ahead() + rows.ahead(),
        tls);
  }

  private int readWire(byte[] to, int from, int length) throws IOException {
    LinkInput above = decrypted;
    return wire.read(to, from, length, above != null && above.isLooking() ? null : hook);
  }

  private int remember(byte[] bytes, int from, int count) {
    long last = lastRead;
    for (int i = from + Math.max(0, count - 6); i < from + count; i++) {
      last = (last << 8 | (bytes[i] & 0xff)) & SIX_BYTES;
    }
    lastRead = last;
    if (last == READY && !inPlain) {
      inPlain = true;
    }
    return count;
  }
}
