package io.github.pgbackground.internal.link.tap;

import java.io.EOFException;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.Tuple;

/**
 * Takes rows out of what a server sends, one by one as they come: pgjdbc would keep all of a
 * statement's until it ends. The one thread that reads from the connection uses it; who it tells is
 * volatile.
 *
 * <p>A message is a letter, the length of what follows, and that. From the first taker on all of
 * them are looked at, so that it is always known where the next one begins.
 */
public final class RowTap {
  private static final byte ROW_DESCRIPTION = 'T';
  private static final byte ROW = 'D';
  private static final byte COMMAND_COMPLETE = 'C';
  private static final byte EMPTY_QUERY = 'I';
  private static final int HEADER = 5;
  private static final int CAPACITY = 1 << 16;
  private static final int NULL = -1;

  private static final VarHandle INT4 =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT2 =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);

  private volatile @Nullable RowTaker taker;
  private volatile boolean follows;

  /** What has been read and is neither taken nor given to pgjdbc: from {@code next} to end. */
  private byte[] buffer = {};

  private int next;
  private int end;

  /** How much is left of the message that is on its way to pgjdbc. */
  private int passing;

  /** How much is left of the row that is being taken. */
  private int rowLeft;

  private boolean takes;

  /** From now on, when the next byte is the first of a message. */
  public void tellTo(@Nullable RowTaker newTaker) {
    taker = newTaker;
    follows = true;
  }

  public int ahead() {
    return end - next;
  }

  /** Reads what is for pgjdbc; rows that are not go to the taker, before this reads on. */
  public int read(NoticeTap.Source source, byte[] to, int from, int length) throws IOException {
    if (!follows || length == 0) {
      return source.read(to, from, length);
    }
    while (passing == 0) {
      if (!fill(source, HEADER)) {
        return -1;
      }
      byte type = buffer[next];
      int total = Math.max(HEADER, 1 + (int) INT4.get(buffer, next + 1));
      if (takes && type == ROW) {
        next += HEADER;
        takeRow(source, total - HEADER);
      } else {
        look(source, type, total);
        passing = total;
      }
    }
    if (next == end) {
      int read = source.read(to, from, Math.min(length, passing));
      passing -= Math.max(0, read);
      return read;
    }
    int count = Math.min(length, Math.min(passing, end - next));
    System.arraycopy(buffer, next, to, from, count);
    next += count;
    passing -= count;
    return count;
  }

  /** Looks at a message that pgjdbc gets. */
  private void look(NoticeTap.Source source, byte type, int total) throws IOException {
    RowTaker told = taker;
    if (told == null) {
      takes = false;
    } else if (type == ROW_DESCRIPTION) {
      if (!fill(source, total)) {
        throw new EOFException();
      }
      takes = told.columns(RowDescription.fields(buffer, next + HEADER));
    } else if (type == COMMAND_COMPLETE || type == EMPTY_QUERY) {
      told.statementEnded();
      takes = false;
    }
  }

  private void takeRow(NoticeTap.Source source, int length) throws IOException {
    RowTaker told = taker;
    rowLeft = length;
    if (told == null || !told.wantsRows()) {
      skip(source);
      return;
    }
    try {
      told.row(row(source));
    } catch (OutOfMemoryError e) {
      told.cannotKeep(e);
      skip(source);
    }
  }

  private Tuple row(NoticeTap.Source source) throws IOException {
    require(source, Short.BYTES);
    int columns = Short.toUnsignedInt((short) INT2.get(buffer, next));
    consume(Short.BYTES);
    byte[] @Nullable [] values = new byte[columns] @Nullable [];
    for (int i = 0; i < columns; i++) {
      require(source, Integer.BYTES);
      int length = (int) INT4.get(buffer, next);
      consume(Integer.BYTES);
      if (length != NULL) {
        values[i] = value(source, length);
      }
    }
    return new Tuple(values);
  }

  private byte[] value(NoticeTap.Source source, int length) throws IOException {
    byte[] value = new byte[length];
    int there = Math.min(length, end - next);
    System.arraycopy(buffer, next, value, 0, there);
    consume(there);
    while (there < length) {
      beforeRead();
      int read = source.read(value, there, length - there);
      if (read < 0) {
        throw new EOFException();
      }
      there += read;
      rowLeft -= read;
    }
    return value;
  }

  private void skip(NoticeTap.Source source) throws IOException {
    while (rowLeft > 0) {
      require(source, 1);
      consume(Math.min(rowLeft, end - next));
    }
  }

  private void consume(int count) {
    next += count;
    rowLeft -= count;
  }

  private void require(NoticeTap.Source source, int count) throws IOException {
    if (!fill(source, count)) {
      throw new EOFException();
    }
  }

  /** Reads until so much is in the buffer; false at the end of the connection. */
  private boolean fill(NoticeTap.Source source, int count) throws IOException {
    while (end - next < count) {
      makeRoom(count);
      beforeRead();
      int read = source.read(buffer, end, buffer.length - end);
      if (read < 0) {
        return false;
      }
      end += read;
    }
    return true;
  }

  private void beforeRead() {
    RowTaker told = taker;
    if (told != null) {
      told.beforeRead();
    }
  }

  private void makeRoom(int count) {
    if (next == end) {
      next = 0;
      end = 0;
    }
    if (buffer.length - next < count) {
      byte[] roomy = count > buffer.length ? new byte[Math.max(CAPACITY, count)] : buffer;
      System.arraycopy(buffer, next, roomy, 0, end - next);
      buffer = roomy;
      end -= next;
      next = 0;
    }
  }
}
