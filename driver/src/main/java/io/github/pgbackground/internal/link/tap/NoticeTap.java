package io.github.pgbackground.internal.link.tap;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Takes the notices of one SQLSTATE out of what a server sends, so that pgjdbc never sees them,
 * puts others in, and lets errors and notices be written anew. The one thread that reads from the
 * connection uses it; who it tells is volatile.
 *
 * <p>A message is a letter, the length of what follows, and that. What passes is looked at, message
 * by message, and copied only where something is missing before it.
 */
public final class NoticeTap {
  private static final byte NOTICE = 'N';
  private static final byte ERROR = 'E';
  private static final byte READY = 'Z';
  private static final int HEADER = 5;

  private static final VarHandle LENGTH =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private final byte[] sqlState;
  private volatile @Nullable NoticeTaker taker;

  private final byte[] header = new byte[HEADER];
  private int headerLength;
  private int bodyLeft;

  /** The beginning of a notice or an error whose end has not been read. */
  private byte[] begun = {};

  private int begunLength;

  /** What is to be given to pgjdbc before anything else is read. */
  private ByteBuffer ahead = ByteBuffer.allocate(0);

  /** What has been read, and is to be looked at before anything else is read. */
  private ByteBuffer unseen = ByteBuffer.allocate(0);

  private boolean taken;
  private boolean tookAny;

  /** Reads from the server, as {@link java.io.InputStream#read(byte[], int, int)} does. */
  @FunctionalInterface
  public interface Source {
    int read(byte[] to, int from, int length) throws IOException;
  }

  public NoticeTap(String sqlState) {
    this.sqlState = sqlState.getBytes(StandardCharsets.US_ASCII);
  }

  /** From now on, when the next byte is the first of a message. */
  public void tellTo(@Nullable NoticeTaker newTaker) {
    taker = newTaker;
  }

  public int ahead() {
    return ahead.remaining() + unseen.remaining();
  }

  /** Has pgjdbc read a notice, after what has arrived. */
  public void insert(byte[] fields) {
    ByteBuffer more = ByteBuffer.allocate(ahead.remaining() + HEADER + fields.length + 1);
    more.put(ahead).put(NOTICE).putInt(Integer.BYTES + fields.length + 1).put(fields).put((byte) 0);
    ahead = more.flip();
  }

  /** Reads what is for pgjdbc; what is not goes to the taker, before this reads on. */
  public int read(Source source, byte[] to, int from, int length) throws IOException {
    NoticeTaker told = taker;
    if ((told == null && ahead() == 0) || length == 0) {
      return source.read(to, from, length);
    }
    while (true) {
      boolean between = headerLength == 0 && bodyLeft == 0;
      if (between && ahead.hasRemaining()) {
        int count = Math.min(length, ahead.remaining());
        ahead.get(to, from, count);
        return count;
      }
      if (between && taken && told != null) {
        taken = told.goOn();
        continue;
      }
      if (begunLength > 0) {
        if (!readOn(unseenFirst(source))) {
          return -1;
        }
        continue;
      }
      // Of what came behind a taken notice, no more than the message that pgjdbc is in.
      boolean isAwaited = taken || ahead.hasRemaining();
      int most = between || !isAwaited ? length : Math.min(length, missing());
      int read = unseenFirst(source).read(to, from, most);
      if (read <= 0) {
        return read;
      }
      int left = filter(to, from, read);
      if (left > 0) {
        return left;
      }
    }
  }

  private Source unseenFirst(Source source) {
    return !unseen.hasRemaining()
        ? source
        : (to, from, length) -> {
          int count = Math.min(length, unseen.remaining());
          unseen.get(to, from, count);
          return count;
        };
  }

  /** How much is missing of the message that is passing, as far as that is known. */
  private int missing() {
    return bodyLeft > 0 ? bodyLeft : HEADER - headerLength;
  }

  /** Reads on in a notice or an error; false at the end of the connection. */
  private boolean readOn(Source source) throws IOException {
    if (begunLength == begun.length) {
      int whole = begunLength < HEADER ? HEADER : Math.min(total(begun, 0), 2 * begunLength);
      begun = Arrays.copyOf(begun, Math.max(whole, HEADER));
    }
    int read = source.read(begun, begunLength, begun.length - begunLength);
    if (read < 0) {
      return false;
    }
    begunLength += read;
    if (begunLength >= HEADER && begunLength == total(begun, 0)) {
      if (!take(begun, 0, begunLength)) {
        ahead = ByteBuffer.wrap(written(begun, 0, begunLength));
      }
      begun = new byte[0];
      begunLength = 0;
    }
    return true;
  }

  /** How long a message is; no shorter than its header, whatever that says. */
  private static int total(byte[] message, int from) {
    return Math.max(HEADER, 1 + (int) LENGTH.get(message, from + 1));
  }

  /** Looks at what was read; returns how much of it is left, from the same place on. */
  private int filter(byte[] bytes, int from, int length) {
    int end = from + length;
    int out = from;
    int in = from;
    while (in < end) {
      int passed = headerLength == 0 && bodyLeft == 0 ? passing(bytes, in, end) : in;
      if (passed > in) {
        out = keep(bytes, in, out, passed - in);
        in = passed;
      } else if (bodyLeft > 0) {
        int count = Math.min(bodyLeft, end - in);
        out = keep(bytes, in, out, count);
        in += count;
        bodyLeft -= count;
      } else if (headerLength > 0 || !isLookedAt(bytes[in])) {
        int count = Math.min(HEADER - headerLength, end - in);
        System.arraycopy(bytes, in, header, headerLength, count);
        headerLength += count;
        out = keep(bytes, in, out, count);
        in += count;
        if (headerLength == HEADER) {
          if (header[0] == READY) {
            end();
          }
          bodyLeft = total(header, 0) - HEADER;
          headerLength = 0;
        }
      } else {
        int there = end - in;
        int total = there < HEADER ? Integer.MAX_VALUE : total(bytes, in);
        if (total > there) {
          begun = Arrays.copyOfRange(bytes, in, end);
          begunLength = there;
          return out - from;
        }
        if (!take(bytes, in, total)) {
          byte[] written = written(bytes, in, total);
          if (written.length > in + total - out) {
            ahead = ByteBuffer.wrap(written);
            unseen = ByteBuffer.wrap(Arrays.copyOfRange(bytes, in + total, end));
            return out - from;
          }
          System.arraycopy(written, 0, bytes, out, written.length);
          out += written.length;
        }
        in += total;
      }
    }
    return out - from;
  }

  /** The server is done; what it says next is about something else. */
  private void end() {
    NoticeTaker told = taker;
    if (tookAny && told != null) {
      told.over();
    }
    tookAny = false;
  }

  private static boolean isLookedAt(byte type) {
    return type == NOTICE || type == ERROR;
  }

  /** Where the whole messages end that are not looked at, nor the end of an answer. */
  private static int passing(byte[] bytes, int from, int end) {
    int in = from;
    while (end - in >= HEADER && !isLookedAt(bytes[in]) && bytes[in] != READY) {
      int total = total(bytes, in);
      if (total > end - in) {
        return in;
      }
      in += total;
    }
    return in;
  }

  private static int keep(byte[] bytes, int in, int out, int count) {
    if (in != out) {
      System.arraycopy(bytes, in, bytes, out, count);
    }
    return out + count;
  }

  /** Whether the notice is none of pgjdbc's. */
  private boolean take(byte[] bytes, int from, int total) {
    NoticeTaker told = taker;
    if (told == null || bytes[from] != NOTICE || !hasSqlState(bytes, from + HEADER, from + total)) {
      return false;
    }
    told.take(fields(bytes, from, total));
    taken = true;
    tookAny = true;
    return true;
  }

  /** The error, or notice, that pgjdbc reads. */
  private byte[] written(byte[] bytes, int from, int total) {
    NoticeTaker told = taker;
    String fields = told == null ? "" : fields(bytes, from, total);
    String other = told == null ? fields : told.written(fields);
    if (other.equals(fields)) {
      return Arrays.copyOfRange(bytes, from, from + total);
    }
    byte[] body = other.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(HEADER + body.length + 1)
        .put(bytes[from])
        .putInt(Integer.BYTES + body.length + 1)
        .put(body)
        .put((byte) 0)
        .array();
  }

  /** A message's, without the zero byte that ends them. */
  private static String fields(byte[] bytes, int from, int total) {
    int length = Math.max(0, total - HEADER - 1);
    return new String(bytes, from + HEADER, length, StandardCharsets.UTF_8);
  }

  /** Fields are a letter and a text that ends with a zero byte. */
  private boolean hasSqlState(byte[] bytes, int from, int end) {
    int i = from;
    while (i < end && bytes[i] != 0) {
      boolean isSqlState = bytes[i] == 'C';
      int matched = 0;
      for (i++; i < end && bytes[i] != 0; i++) {
        matched =
            matched >= 0 && matched < sqlState.length && bytes[i] == sqlState[matched]
                ? matched + 1
                : -1;
      }
      if (isSqlState) {
        return matched == sqlState.length;
      }
      i++;
    }
    return false;
  }
}
