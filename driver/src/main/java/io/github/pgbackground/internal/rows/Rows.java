package io.github.pgbackground.internal.rows;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.Field;
import org.postgresql.core.Tuple;

/** Columns and rows in the text format of the wire protocol, ready to become a result set. */
public record Rows(List<Field> fields, List<Tuple> tuples) {

  /** One row of scalars. */
  public static Rows single(List<Field> fields, @Nullable String... values) {
    return new Rows(fields, List.of(tuple(values)));
  }

  /** A row. */
  public static Tuple tuple(@Nullable String... values) {
    byte[] @Nullable [] data = new byte[values.length] @Nullable [];
    for (int i = 0; i < values.length; i++) {
      data[i] = encode(values[i]);
    }
    return new Tuple(data);
  }

  static byte @Nullable [] encode(@Nullable String value) {
    return value == null ? null : value.getBytes(StandardCharsets.UTF_8);
  }
}
