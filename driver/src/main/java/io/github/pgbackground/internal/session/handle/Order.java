package io.github.pgbackground.internal.session.handle;

import java.security.SecureRandom;

/**
 * What a caller asks of a launch.
 *
 * @param sql the job's text
 * @param queueSize in bytes, 0 or less for the session's default
 * @param readable whether anybody is to read its rows
 * @param tracked whether the session is to keep a handle of it
 * @param cookie what proves that a pid is this job's, {@link #NO_COOKIE} for none
 */
public record Order(String sql, int queueSize, boolean readable, boolean tracked, long cookie) {
  /** The cookie of a job whose handle is a pid alone. */
  public static final long NO_COOKIE = 0;

  private static final SecureRandom RANDOM = new SecureRandom();

  /** A cookie that cannot be guessed. */
  public static long newCookie() {
    long cookie;
    do {
      cookie = RANDOM.nextLong();
    } while (cookie == NO_COOKIE);
    return cookie;
  }
}
