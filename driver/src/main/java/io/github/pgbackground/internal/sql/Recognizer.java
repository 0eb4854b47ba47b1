package io.github.pgbackground.internal.sql;

import io.github.pgbackground.internal.sql.text.ParameterStyle;
import java.util.ArrayList;
import java.util.List;

/** Finds the calls in a text. */
public final class Recognizer {

  /** With what the name of each function starts. */
  private static final String PREFIX = "pg_background";

  private Recognizer() {}

  /** Whether a call can be in the text: what it costs to have none. Allocates nothing. */
  static boolean mayContainCall(String sql) {
    int underscoreInPrefix = PREFIX.indexOf('_');
    for (int underscore = sql.indexOf('_', underscoreInPrefix);
        underscore >= 0;
        underscore = sql.indexOf('_', underscore + 1)) {
      if (sql.regionMatches(true, underscore - underscoreInPrefix, PREFIX, 0, PREFIX.length())) {
        return true;
      }
    }
    return false;
  }

  /** Reads a text. It depends on nothing but what is given. */
  static Script recognise(String sql, boolean standardConformingStrings, ParameterStyle style) {
    List<Part> parts = new ArrayList<>();
    parts.add(new Part.Passed(0, sql.length(), new Parameters(1, 0)));
    return new Script(sql, parts, 0);
  }
}
