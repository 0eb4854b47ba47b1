package io.github.pgbackground.it.feeding;

/**
 * Functions with a row type of their own as the server has them with the extension; they answer
 * what a session is told that has not launched anything.
 */
public final class OwnTypes {
  /** Makes them. */
  public static final String IMITATION =
      """
      create type pg_background_stats as (workers_launched int8, workers_completed int8,
        workers_failed int8, workers_canceled int8, workers_active int4, avg_execution_ms float8,
        max_workers int4);
      create function pg_background_stats_v2() returns pg_background_stats language sql volatile
        as 'select (0, 0, 0, 0, 0, 0.0, 16)::pg_background_stats';
      create type pg_background_progress as (progress_pct int4, progress_msg text);
      create function pg_background_get_progress_v2(pid int4, cookie int8)
        returns pg_background_progress language plpgsql volatile strict
        as 'begin return null; end';
      """;

  /** Removes them. */
  public static final String REMOVAL =
      "drop type if exists pg_background_stats, pg_background_progress cascade;";

  private OwnTypes() {}
}
