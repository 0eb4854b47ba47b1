package io.github.pgbackground.it.feeding;

import io.github.pgbackground.it.serving.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;

/** Handles of jobs, put into texts in the places of their names. */
final class Handles {
  private static final Map<String, String> JOBS =
      Map.of(
          "@letters", "select g, chr(96 + g) from generate_series(1, 5) g",
          "@halves", "select g, g / 2.0 from generate_series(2, 4) g",
          "@nothing", "select 1 where false");

  private Handles() {}

  /** Launches a job for each name in the text. */
  static String in(String sql, Connection connection) throws SQLException {
    String text = sql;
    for (Map.Entry<String, String> job : JOBS.entrySet()) {
      while (text.contains(job.getKey())) {
        int pid = Sql.launch(connection, job.getValue());
        // As long for every handle: the text behind it is where it is for every other one.
        String call = String.format(Locale.ROOT, "pg_background_result(%010d)", pid);
        text = text.replaceFirst(job.getKey(), call);
      }
    }
    return text;
  }
}
