package io.github.pgbackground.internal.job;

import io.github.pgbackground.internal.jobtext.JobText;
import io.github.pgbackground.internal.spool.Bounds;
import io.github.pgbackground.internal.state.SessionState;
import io.github.pgbackground.internal.state.TimeLimit;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a job is asked to do.
 *
 * @param sql the text, of any number of statements
 * @param state what the launching session looked like
 * @param readable whether anybody can read its rows; if not, they are thrown away as they come
 * @param standardConformingStrings how the session, and so its worker, reads string literals
 * @param limit how long the text may run
 * @param output how much of its output may wait for a reader
 * @param nesting how the calls are served that it makes itself
 * @param mayWaitInLine whether it may be given a place in line where there is no worker: not if a
 *     job launches it, which would keep the worker that it waits for
 */
public record Launch(
    String sql,
    SessionState state,
    boolean readable,
    boolean standardConformingStrings,
    TimeLimit limit,
    Bounds output,
    Nesting nesting,
    boolean mayWaitInLine) {

  private static final int PREVIEW_CHARACTERS = 100;

  /** The settings that end waits for locks. */
  private static final List<String> TIMEOUTS =
      List.of("statement_timeout", "lock_timeout", "transaction_timeout");

  /** One of them that is named and not set to zero. */
  private static final Pattern TIMEOUT =
      Pattern.compile(
          "\\b(?:" + String.join("|", TIMEOUTS) + ")(?![\"']*\\s*(=|to\\b|,)\\s*'*0(?![.\\d]))",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern CONCURRENTLY =
      Pattern.compile("\\bconcurrently\\b", Pattern.CASE_INSENSITIVE);

  /**
   * Whether a timeout ends the job's waits for locks. What a text sets before which statement only
   * the server knows: one that names such a timeout is taken to set it in time.
   */
  boolean boundsLockWaits() {
    return !limit.isNone()
        || TIMEOUTS.stream().anyMatch(name -> !state.settings().getOrDefault(name, "0").equals("0"))
        || TIMEOUT.matcher(sql).find();
  }

  /**
   * Whether it may wait until nobody has a snapshot any more that somebody has now, as {@code
   * CREATE INDEX CONCURRENTLY} does.
   */
  public boolean waitsForSnapshots() {
    return CONCURRENTLY.matcher(sql).find();
  }

  /** The beginning of the text, on one line. */
  public String preview() {
    String line = sql.strip().replaceAll("\\s+", " ");
    return line.length() <= PREVIEW_CHARACTERS
        ? line
        : line.substring(0, PREVIEW_CHARACTERS) + "...";
  }

  /** How the text is run; it is read for that, which takes its time. */
  public JobText text() {
    return JobText.of(
        sql, standardConformingStrings, readable, nesting.kind() == Nesting.Kind.TEMPORARY);
  }
}
