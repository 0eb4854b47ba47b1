package io.github.pgbackground.it.transparency;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringWriter;
import java.lang.reflect.Array;
import java.nio.charset.StandardCharsets;
import java.sql.BatchUpdateException;
import java.sql.Blob;
import java.sql.CallableStatement;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.SQLXML;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Says of a value or an error all that an application can tell of it, but not who made it. */
final class Description {
  /** What a driver may wrap, the more special first. */
  private static final List<Class<?>> WRAPPED =
      List.of(
          CallableStatement.class,
          PreparedStatement.class,
          Statement.class,
          Connection.class,
          ResultSet.class,
          DatabaseMetaData.class);

  private Description() {}

  static String of(@Nullable Object value) throws SQLException, IOException {
    if (value == null) {
      return "null";
    }
    for (Class<?> type : WRAPPED) {
      if (type.isInstance(value)) {
        return "a " + type.getSimpleName();
      }
    }
    if (value instanceof SQLWarning warning) {
      return of((Exception) warning);
    }
    if (value.getClass().isArray()) {
      StringJoiner elements = new StringJoiner(", ", "[", "]");
      for (int i = 0; i < Array.getLength(value); i++) {
        elements.add(of(Array.get(value, i)));
      }
      return elements.toString();
    }
    if (value instanceof InputStream in) {
      return "bytes " + new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
    if (value instanceof Reader reader) {
      StringWriter text = new StringWriter();
      reader.transferTo(text);
      return "text " + text;
    }
    if (value instanceof SQLXML xml) {
      return "xml " + xml.getString();
    }
    if (value instanceof Blob blob) {
      return "blob " + of(blob.getBytes(1, (int) blob.length()));
    }
    if (value instanceof Clob clob) {
      return "clob " + clob.getSubString(1, (int) clob.length());
    }
    if (value instanceof Map<?, ?> map) {
      return new TreeMap<>(map).toString();
    }
    return value.getClass().getSimpleName() + " " + (saysWhatItIs(value) ? value : "");
  }

  private static boolean saysWhatItIs(Object value) {
    try {
      return value.getClass().getMethod("toString").getDeclaringClass() != Object.class;
    } catch (NoSuchMethodException e) {
      throw new AssertionError(e);
    }
  }

  /** An error with all that hangs on it. */
  static String of(Exception e) {
    StringBuilder text = new StringBuilder(e.getClass().getSimpleName());
    if (e instanceof SQLException sql) {
      text.append('[').append(sql.getSQLState()).append("] ").append(sql.getMessage());
      if (e instanceof BatchUpdateException batch) {
        text.append(" counts ").append(Arrays.toString(batch.getLargeUpdateCounts()));
      }
      if (sql.getNextException() != null) {
        text.append(" then ").append(of(sql.getNextException()));
      }
    } else if (!(e instanceof NullPointerException)) {
      text.append(' ').append(e.getMessage());
    }
    if (e.getCause() instanceof Exception cause && !(cause instanceof SQLException)) {
      text.append(" because of ").append(cause.getClass().getSimpleName());
    }
    return text.toString();
  }
}
