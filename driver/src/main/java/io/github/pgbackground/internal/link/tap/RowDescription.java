package io.github.pgbackground.internal.link.tap;

import java.lang.reflect.Constructor;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.postgresql.core.Field;

/** Reads the message in which a server describes the columns of rows, as pgjdbc does. */
final class RowDescription {
  /**
   * The length and the position are shorts in newer versions of pgjdbc, ints in older ones;
   * reflection widens them.
   */
  private static final Constructor<?> FIELD =
      Arrays.stream(Field.class.getConstructors())
          .filter(constructor -> constructor.getParameterCount() == 6)
          .findFirst()
          .orElseThrow();

  private RowDescription() {}

  /**
   * The columns.
   *
   * @param from where the message's body starts: the number of columns
   */
  static List<Field> fields(byte[] message, int from) {
    ByteBuffer body = ByteBuffer.wrap(message).position(from);
    int count = Short.toUnsignedInt(body.getShort());
    List<Field> fields = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      fields.add(field(body));
    }
    return List.copyOf(fields);
  }

  private static Field field(ByteBuffer body) {
    String label = label(body);
    int table = body.getInt();
    short position = body.getShort();
    int type = body.getInt();
    short length = body.getShort();
    int typmod = body.getInt();
    int format = body.getShort();
    try {
      Field field = (Field) FIELD.newInstance(label, type, length, typmod, table, position);
      field.setFormat(format);
      return field;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("This pgjdbc has another " + Field.class, e);
    }
  }

  private static String label(ByteBuffer body) {
    int length = 0;
    while (body.get(body.position() + length) != 0) {
      length++;
    }
    byte[] label = new byte[length];
    body.get(label).get();
    return new String(label, StandardCharsets.UTF_8);
  }
}
