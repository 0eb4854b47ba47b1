package io.github.pgbackground.internal.session.feed;

import java.nio.ByteBuffer;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.Oid;
import org.postgresql.jdbc.PgArray;
import org.postgresql.jdbc.PreferQueryMode;

/**
 * The values of one column as an array in PostgreSQL's binary format; filled by one thread, value
 * by value, from the text format.
 */
final class ArrayColumn {
  private static final int CHUNK = 64 * 1024;
  private static final int HEADER = 20;
  private static final int LENGTH = 4;

  private final Element element;
  private final List<ByteBuffer> chunks = new ArrayList<>();
  private ByteBuffer last = ByteBuffer.allocate(0);
  private int size;
  private boolean hasNulls;

  /** What the array's elements are. */
  enum Element {
    INT2("_int2", Oid.INT2, Oid.INT2_ARRAY, Short.BYTES),
    INT4("_int4", Oid.INT4, Oid.INT4_ARRAY, Integer.BYTES),
    INT8("_int8", Oid.INT8, Oid.INT8_ARRAY, Long.BYTES),
    /** Values of any type, as their output functions write them. */
    TEXT("_text", Oid.TEXT, Oid.TEXT_ARRAY, 0);

    private final String arrayName;
    private final int oid;
    private final int arrayOid;
    private final int width;

    Element(String arrayName, int oid, int arrayOid, int width) {
      this.arrayName = arrayName;
      this.oid = oid;
      this.arrayOid = arrayOid;
      this.width = width;
    }

    static Element of(int type) {
      return switch (type) {
        case Oid.INT2 -> INT2;
        case Oid.INT4 -> INT4;
        case Oid.INT8 -> INT8;
        default -> TEXT;
      };
    }
  }

  ArrayColumn(Element element) {
    this.element = element;
  }

  /** The array's type. */
  String type() {
    return "pg_catalog." + element.arrayName;
  }

  /**
   * Adds a value.
   *
   * @return how many bytes it takes, in the message or in the server's memory, whichever is more
   */
  int add(byte @Nullable [] value) {
    size++;
    if (value == null) {
      hasNulls = true;
      room(LENGTH).putInt(-1);
      return LENGTH;
    }
    switch (element) {
      case INT2 -> room(LENGTH + Short.BYTES).putInt(Short.BYTES).putShort((short) number(value));
      case INT4 -> room(LENGTH + Integer.BYTES).putInt(Integer.BYTES).putInt((int) number(value));
      case INT8 -> room(LENGTH + Long.BYTES).putInt(Long.BYTES).putLong(number(value));
      case TEXT -> room(LENGTH + value.length).putInt(value.length).put(value);
    }
    return LENGTH + (element == Element.TEXT ? aligned(value.length) : element.width);
  }

  /** PostgreSQL aligns texts in arrays. */
  private static int aligned(int length) {
    return (length + 3) & ~3;
  }

  private static long number(byte[] digits) {
    boolean negative = digits[0] == '-';
    long value = 0;
    for (int i = negative ? 1 : 0; i < digits.length; i++) {
      // Downwards, where there is room for the smallest number of all.
      value = value * 10 - (digits[i] - '0');
    }
    return negative ? value : -value;
  }

  private ByteBuffer room(int bytes) {
    if (last.remaining() < bytes) {
      last = ByteBuffer.allocate(Math.max(CHUNK, bytes));
      chunks.add(last);
    }
    return last;
  }

  /** Makes the array the value of a parameter, once: the values added are gone then. */
  void bind(PreparedStatement statement, int index, BaseConnection connection) throws SQLException {
    PgArray array = new PgArray(connection, element.arrayOid, takeBytes());
    if (connection.getPreferQueryMode() == PreferQueryMode.SIMPLE) {
      statement.setObject(index, array.toString(), Types.OTHER);
    } else {
      statement.setArray(index, array);
    }
  }

  private byte[] takeBytes() {
    int length = HEADER;
    for (ByteBuffer chunk : chunks) {
      length += chunk.position();
    }
    ByteBuffer bytes = ByteBuffer.allocate(size == 0 ? 12 : length);
    bytes.putInt(size == 0 ? 0 : 1).putInt(hasNulls ? 1 : 0).putInt(element.oid);
    if (size > 0) {
      bytes.putInt(size).putInt(1);
    }
    for (int i = 0; i < chunks.size(); i++) {
      bytes.put(chunks.set(i, ByteBuffer.allocate(0)).flip());
    }
    chunks.clear();
    last = ByteBuffer.allocate(0);
    return bytes.array();
  }
}
