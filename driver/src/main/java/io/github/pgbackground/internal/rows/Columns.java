package io.github.pgbackground.internal.rows;

import java.lang.reflect.Constructor;
import java.util.Arrays;
import org.postgresql.core.Field;
import org.postgresql.core.Oid;

/** Makes the columns of rows that are not a server's own. */
public final class Columns {
  /** The type record, which pgjdbc's list of OIDs does not have. */
  private static final int RECORD = 2249;

  /**
   * The length is a short in newer versions of pgjdbc, an int in older ones; reflection widens it.
   */
  private static final Constructor<?> WITH_TYPMOD =
      Arrays.stream(Field.class.getConstructors())
          .filter(constructor -> constructor.getParameterCount() == 4)
          .findFirst()
          .orElseThrow();

  private Columns() {}

  public static Field int4(String label) {
    return new Field(label, Oid.INT4);
  }

  public static Field text(String label) {
    return new Field(label, Oid.TEXT);
  }

  public static Field ofVoid(String label) {
    return new Field(label, Oid.VOID);
  }

  public static Field record(String label) {
    return new Field(label, RECORD);
  }

  /** A column of the same type and typmod under another label. */
  public static Field relabelled(Field column, String label) {
    if (column.getMod() == -1) {
      return new Field(label, column.getOID());
    }
    try {
      return (Field) WITH_TYPMOD.newInstance(label, column.getOID(), (short) -1, column.getMod());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("This pgjdbc has another " + Field.class, e);
    }
  }
}
