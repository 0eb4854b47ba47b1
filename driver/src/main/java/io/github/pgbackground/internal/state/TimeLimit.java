package io.github.pgbackground.internal.state;

/**
 * How long a job's whole text may run.
 *
 * @param millis 0 for as long as it takes
 * @param instead whether it takes the place of the session's statement_timeout, which else is what
 *     it is
 */
public record TimeLimit(long millis, boolean instead) {
  public static final TimeLimit NONE = new TimeLimit(0, false);

  public boolean isNone() {
    return millis == 0;
  }
}
