package io.github.pgbackground.internal.state;

import io.github.pgbackground.internal.sql.text.Utf8;
import org.jspecify.annotations.Nullable;

/** How this driver's own connections are called in {@code pg_stat_activity}. */
public final class ApplicationName {
  /** What the server keeps of a name. */
  private static final int BYTES = 63;

  private ApplicationName() {}

  /** A worker that has no job; one that has is called as its session is. */
  public static String ofIdleWorker(@Nullable String application) {
    return of(application, " (pgbackground worker)");
  }

  /** The connection that answers calls of functions. */
  public static String ofBridge(@Nullable String application) {
    return of(application, " (pgbackground bridge)");
  }

  /** Whose it is comes first; ASCII, since older servers replace all else. */
  private static String of(@Nullable String application, String role) {
    return application == null || application.isEmpty()
        ? role.strip().substring(1, role.length() - 2)
        : Utf8.cut(application, BYTES - role.length()) + role;
  }
}
