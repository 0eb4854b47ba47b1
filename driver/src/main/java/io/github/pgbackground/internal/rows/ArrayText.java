package io.github.pgbackground.internal.rows;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Values as an array in PostgreSQL's text format, for any type whose values are given as text. */
public final class ArrayText {
  private static final byte[] NULL = {'N', 'U', 'L', 'L'};

  private final ByteArrayOutputStream text = new ByteArrayOutputStream();

  public ArrayText() {
    text.write('{');
  }

  /** The array of some texts. */
  public static String of(@Nullable String... values) {
    ArrayText array = new ArrayText();
    for (String value : values) {
      array.add(Rows.encode(value));
    }
    return new String(array.take(), StandardCharsets.UTF_8);
  }

  /** Adds a value, or null. */
  public ArrayText add(byte @Nullable [] value) {
    if (text.size() > 1) {
      text.write(',');
    }
    if (value == null) {
      text.writeBytes(NULL);
    } else {
      text.write('"');
      for (byte b : value) {
        if (b == '"' || b == '\\') {
          text.write('\\');
        }
        text.write(b);
      }
      text.write('"');
    }
    return this;
  }

  /** How long it is, in bytes. */
  public int size() {
    return text.size() + 1;
  }

  /** The whole of it; nothing may be added then. */
  public byte[] take() {
    text.write('}');
    return text.toByteArray();
  }
}
