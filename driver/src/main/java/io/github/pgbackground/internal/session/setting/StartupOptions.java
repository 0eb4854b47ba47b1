package io.github.pgbackground.internal.session.setting;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The command-line options that a connection gives its server process, as far as they set settings
 * of pg_background: {@code -c name=value}, {@code -cname=value} and {@code --name=value}. They are
 * checked before the connection is made, as a server checks them that knows the settings then.
 */
public final class StartupOptions {
  private static final String PREFIX = "pg_background.";

  private StartupOptions() {}

  /**
   * Checks the values.
   *
   * @param options as pgjdbc's property has them, null for none
   * @throws SQLException 22023 for a value that the server would refuse; 42602 where no setting has
   *     the name
   */
  public static void check(@Nullable String options) throws SQLException {
    List<String> words = options == null ? List.of() : words(options);
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (word.equals("-c") && i + 1 < words.size()) {
        checkAssignment(words.get(++i));
      } else if (word.startsWith("-c") || word.startsWith("--")) {
        checkAssignment(word.substring("-c".length()));
      }
    }
  }

  /** Dashes in a name stand for underscores. */
  private static void checkAssignment(String assignment) throws SQLException {
    int equals = assignment.indexOf('=');
    String name =
        assignment.substring(0, Math.max(equals, 0)).replace('-', '_').toLowerCase(Locale.ROOT);
    if (name.startsWith(PREFIX)) {
      BackgroundSetting setting = BackgroundSetting.of(name.substring(PREFIX.length()));
      setting.normalised(assignment.substring(equals + 1));
    }
  }

  /** Words are apart by white space; a backslash takes the next character as it is. */
  private static List<String> words(String options) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean inWord = false;
    for (int i = 0; i < options.length(); i++) {
      char c = options.charAt(i);
      if (" \t\n\r\f\u000b".indexOf(c) >= 0) {
        if (inWord) {
          words.add(word.toString());
          word.setLength(0);
        }
        inWord = false;
        continue;
      }
      if (c == '\\' && i + 1 < options.length()) {
        c = options.charAt(++i);
      }
      word.append(c);
      inWord = true;
    }
    if (inWord) {
      words.add(word.toString());
    }
    return words;
  }
}
