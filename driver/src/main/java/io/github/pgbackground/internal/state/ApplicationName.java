package io.github.pgbackground.internal.state;

import io.github.pgbackground.internal.sql.text.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * How this driver's own connections are called in {@code pg_stat_activity}. A worker whose session
 * has given itself another name since it logged in has that name while it runs the session's job.
 */
public final class ApplicationName {
  /** The setting. */
  static final String SETTING = "application_name";

  /** What the server keeps of a name. */
  private static final int BYTES = 63;

  private ApplicationName() {}

  /** A worker, with a job or without. */
  public static String ofWorker(@Nullable String application) {
    return of(application, " (pgbackground worker)");
  }

  /** The connection that answers calls of functions. */
  public static String ofBridge(@Nullable String application) {
    return of(application, " (pgbackground bridge)");
  }

  /** What a session has that logs in with this name. */
  public static String ofSession(@Nullable String application) {
    return application == null ? "" : Utf8.cut(application, BYTES);
  }

  /** Whose it is comes first; ASCII, since older servers replace all else. */
  private static String of(@Nullable String application, String role) {
    return application == null || application.isEmpty()
        ? role.strip().substring(1, role.length() - 2)
        : Utf8.cut(application, BYTES - role.length()) + role;
  }
}
