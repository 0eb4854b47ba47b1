package io.github.pgbackground.internal.settings;

import io.github.pgbackground.BackgroundProperty;
import java.sql.SQLWarning;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Warns of keys that look like ours but are none, and says which one may have been meant. */
public final class Spelling {
  private static final String WARNING = "01000";

  private Spelling() {}

  /** One warning for each key that is not a {@link BackgroundProperty}. */
  public static List<SQLWarning> warnings(Set<String> keys) {
    return keys.stream().filter(key -> !isKnown(key)).map(Spelling::warning).toList();
  }

  private static boolean isKnown(String key) {
    return known().anyMatch(key::equals);
  }

  private static SQLWarning warning(String key) {
    return new SQLWarning(
        "The property "
            + key
            + " is not known and has no effect; did you mean "
            + nearest(key)
            + "?",
        WARNING);
  }

  private static String nearest(String key) {
    return known().min(Comparator.comparingInt(known -> distance(key, known))).orElseThrow();
  }

  private static Stream<String> known() {
    return Stream.of(BackgroundProperty.values()).map(BackgroundProperty::key);
  }

  /** How many letters must be put in, taken out or exchanged to make one text the other. */
  private static int distance(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int exchanged = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(exchanged, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[to.length()];
  }
}
