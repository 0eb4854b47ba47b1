package io.github.pgbackground.internal.command.inspection;

import java.util.List;

/**
 * One thing that the check has found.
 *
 * @param subject what was looked at, in a word
 * @param text what is so
 * @param advice what to do about it; mostly SQL, or what to change in the URL
 */
public record Finding(Level level, String subject, String text, List<String> advice) {
  /** Whether something has to be done. */
  public enum Level {
    OK,
    /** It works as it is; there may be more to have. */
    NOTE,
    PROBLEM
  }

  public Finding {
    advice = List.copyOf(advice);
  }

  public static Finding ok(String subject, String text) {
    return new Finding(Level.OK, subject, text, List.of());
  }

  static Finding note(String subject, String text, String... advice) {
    return new Finding(Level.NOTE, subject, text, List.of(advice));
  }

  public static Finding problem(String subject, String text, String... advice) {
    return new Finding(Level.PROBLEM, subject, text, List.of(advice));
  }
}
