package io.github.pgbackground.internal.rows;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The values of some columns as a JSON array of objects, for {@code json_to_recordset}: it reads
 * each with its type's input function, typmod included.
 */
public final class JsonRows {
  private final StringBuilder json = new StringBuilder("[");
  private boolean firstOfRow;

  /** Values follow, then {@link #endRow}. */
  public void startRow() {
    json.append(json.length() == 1 ? "{" : ",{");
    firstOfRow = true;
  }

  /**
   * Adds a value to the row; a null is what is not there.
   *
   * @return how many bytes it takes
   */
  public int add(String key, byte @Nullable [] value) {
    if (value == null) {
      return 0;
    }
    int before = json.length();
    json.append(firstOfRow ? "" : ",");
    firstOfRow = false;
    string(key);
    json.append(':');
    String text = new String(value, StandardCharsets.UTF_8);
    string(text);
    int bytesOverCharacters = value.length - text.length();
    return json.length() - before + bytesOverCharacters;
  }

  /** The row has all its values. */
  public void endRow() {
    json.append('}');
  }

  /** The whole array; the values added are gone then. */
  public String take() {
    String whole = json.append(']').toString();
    json.setLength(0);
    json.trimToSize();
    return whole;
  }

  private void string(String value) {
    json.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < ' ') {
        json.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        json.append(c);
      }
    }
    json.append('"');
  }
}
