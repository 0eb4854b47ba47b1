package io.github.pgbackground.internal.rows;

import io.github.pgbackground.internal.sql.BackgroundFunction;
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

  public static Field bool(String label) {
    return new Field(label, Oid.BOOL);
  }

  /** A column of one of the types of {@code pg_catalog} that an attribute can have. */
  public static Field of(BackgroundFunction.Attribute attribute) {
    return new Field(
        attribute.name(),
        switch (attribute.type()) {
          case TEXT -> Oid.TEXT;
          case INT4 -> Oid.INT4;
          case INT8 -> Oid.INT8;
          case FLOAT8 -> Oid.FLOAT8;
        });
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

  /**
   * A column of any type.
   *
   * @param typmod -1 for none
   */
  public static Field of(String label, int oid, int typmod) {
    if (typmod == -1) {
      return new Field(label, oid);
    }
    try {
      return (Field) WITH_TYPMOD.newInstance(label, oid, (short) -1, typmod);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("This pgjdbc has another " + Field.class, e);
    }
  }
}
