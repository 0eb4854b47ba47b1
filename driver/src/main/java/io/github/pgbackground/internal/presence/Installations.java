package io.github.pgbackground.internal.presence;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.pgbackground.internal.settings.Database;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What this JVM knows of its databases, for all sessions; any thread may ask and tell at any time.
 * It is rare that a database gets pg_background or loses it, so that a change in one lets all be
 * asked again. As long as a transaction is open in which a session may have changed something,
 * nothing that is asked is kept.
 */
final class Installations {
  private static final int MAX_DATABASES = 1_000;

  private static final AtomicLong CHANGES = new AtomicLong();
  private static final AtomicInteger OPEN = new AtomicInteger();

  private static final Cache<Database, Known> KNOWN =
      Caffeine.newBuilder().maximumSize(MAX_DATABASES).executor(Runnable::run).build();

  private Installations() {}

  private record Known(Presence presence, long changes) {}

  /** As long as this number stays the same, what was asked is true, as far as this JVM knows. */
  static long changes() {
    return CHANGES.get();
  }

  /** What is known of a database, null if it has to be asked. */
  static @Nullable Presence find(Database database) {
    Known known = OPEN.get() > 0 ? null : KNOWN.getIfPresent(database);
    return known == null || known.changes() != changes() ? null : known.presence();
  }

  /**
   * Keeps what a database has answered.
   *
   * @param changes the number from before it was asked
   */
  static void keep(Database database, Presence presence, long changes) {
    if (OPEN.get() == 0) {
      KNOWN.put(database, new Known(presence, changes));
    }
  }

  /** A session is about to change something, and will say when that is settled. */
  static void begin() {
    OPEN.incrementAndGet();
  }

  /** What a session has changed is committed or rolled back. */
  static void settle() {
    CHANGES.incrementAndGet();
    OPEN.decrementAndGet();
  }

  /** It has turned out that what is known of some database is not true. */
  static void forget() {
    CHANGES.incrementAndGet();
  }
}
