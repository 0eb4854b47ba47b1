package io.github.pgbackground.internal.sql.text;

/** Texts cut as PostgreSQL cuts them: to a number of bytes, at the end of a character. */
public final class Utf8 {
  private Utf8() {}

  /** The longest beginning of a text, in whole characters, that is no longer than so many bytes. */
  public static String cut(String text, int bytes) {
    if (text.length() <= bytes / 4) {
      return text;
    }
    int left = bytes;
    for (int i = 0; i < text.length(); ) {
      int character = text.codePointAt(i);
      left -= length(character);
      if (left < 0) {
        return text.substring(0, i);
      }
      i += Character.charCount(character);
    }
    return text;
  }

  private static int length(int character) {
    if (character < 0x80) {
      return 1;
    } else if (character < 0x800) {
      return 2;
    }
    return character < 0x10000 ? 3 : 4;
  }
}
