package io.github.pgbackground.internal.catalog;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A pattern as {@code DatabaseMetaData} takes it and {@code LIKE} understands it: {@code %} stands
 * for any characters, {@code _} for one, and a backslash takes from the next character what it
 * means. Immutable.
 */
public final class LikePattern {
  private static final char ESCAPE = '\\';

  private final Pattern pattern;

  private LikePattern(Pattern pattern) {
    this.pattern = pattern;
  }

  /** A pattern; null fits everything. */
  public static LikePattern of(@Nullable String like) {
    StringBuilder regex = new StringBuilder();
    String text = like == null ? "%" : like;
    for (int i = 0; i < text.length(); i = text.offsetByCodePoints(i, 1)) {
      if (text.charAt(i) == ESCAPE && i + 1 < text.length()) {
        i++;
        regex.append(Pattern.quote(Character.toString(text.codePointAt(i))));
      } else {
        regex.append(
            switch (text.charAt(i)) {
              case '%' -> ".*";
              case '_' -> ".";
              default -> Pattern.quote(Character.toString(text.codePointAt(i)));
            });
      }
    }
    return new LikePattern(Pattern.compile(regex.toString(), Pattern.DOTALL));
  }

  /** Whether a name is one of those that the pattern stands for; upper and lower case differ. */
  public boolean fits(String name) {
    return pattern.matcher(name).matches();
  }
}
