package io.github.pgbackground.internal.sql.recognition;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.pgbackground.internal.sql.Script;
import io.github.pgbackground.internal.sql.recognition.command.ExecuteReader;
import io.github.pgbackground.internal.sql.recognition.command.GrantReader;
import io.github.pgbackground.internal.sql.text.ParameterStyle;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The scripts that were recognised lately, kept for all sessions of this JVM; any thread may ask at
 * any time. A script is a function of its key, so an entry never grows old; it only makes room.
 */
public final class Recognitions {

  /** Longer texts are made once and sent once; they would push many others out. */
  private static final int LONGEST_KEPT = 64 * 1024;

  /** In characters of the texts kept; their scripts are of the same order. */
  private static final long MAX_WEIGHT = 4L * 1024 * 1024;

  /** What a short entry weighs besides its text. */
  private static final int ENTRY_WEIGHT = 256;

  private Recognitions() {}

  /**
   * The same where statements with calls have been prepared under these names: they may be executed
   * by a text that has none itself.
   */
  public static @Nullable Script of(
      String sql, boolean standardConformingStrings, ParameterStyle style, Set<String> prepared) {
    if (prepared.isEmpty() || !ExecuteReader.mayExecute(sql) || sql.indexOf('\0') >= 0) {
      return of(sql, standardConformingStrings, style);
    }
    Script script = Recognizer.recognise(sql, standardConformingStrings, style, prepared);
    return script.isOurs() ? script : null;
  }

  /**
   * The script of a text, or null when nothing in the text is a call, names a setting or grants
   * anything.
   */
  public static @Nullable Script of(
      String sql, boolean standardConformingStrings, ParameterStyle style) {
    if (!(Recognizer.mayContainCall(sql) || GrantReader.mayBegin(sql)) || sql.indexOf('\0') >= 0) {
      // The server refuses a text with a zero byte as a whole.
      return null;
    }
    Script script =
        sql.length() > LONGEST_KEPT
            ? Recognizer.recognise(sql, standardConformingStrings, style)
            : Kept.SCRIPTS.get(new Key(sql, standardConformingStrings, style), Key::recognise);
    return script.isOurs() ? script : null;
  }

  private record Key(String sql, boolean standardConformingStrings, ParameterStyle style) {
    Script recognise() {
      return Recognizer.recognise(sql, standardConformingStrings, style);
    }

    // Java's own for a record keep the components' types, and so our class loader, in a cache.

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key key
          && sql.equals(key.sql)
          && standardConformingStrings == key.standardConformingStrings
          && style == key.style;
    }

    @Override
    public int hashCode() {
      return sql.hashCode();
    }
  }

  /** The cache, which is not made before the first text that may contain a call. */
  private static final class Kept {
    static final Cache<Key, Script> SCRIPTS =
        Caffeine.newBuilder()
            .maximumWeight(MAX_WEIGHT)
            .weigher((Key key, Script script) -> ENTRY_WEIGHT + key.sql().length())
            // Making room is quick, and a driver should not use the threads of others.
            .executor(Runnable::run)
            .build();
  }
}
