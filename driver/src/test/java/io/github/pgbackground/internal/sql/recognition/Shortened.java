package io.github.pgbackground.internal.sql.recognition;

import io.github.pgbackground.internal.sql.text.ParameterStyle;

/** What is recognised in texts that call the functions by short names. */
final class Shortened {
  private Shortened() {}

  static String recognised(String sql) {
    return recognised(sql, ParameterStyle.JDBC);
  }

  static String recognised(String sql, ParameterStyle style) {
    String full =
        sql.replaceAll(
            "\\b(launch|result|detach|launch_v2|stats_v2|wait_v2|list_v2|progress)\\(",
            "pg_background_$1(");
    return Rendering.of(Recognizer.recognise(full, true, style));
  }

  /** How it is answered: the route, where it has one. */
  static String firstWord(String recognised) {
    return recognised.substring(0, recognised.indexOf(' '));
  }
}
