package io.github.pgbackground.internal.session.handle;

import io.github.pgbackground.internal.settings.Database;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The handles that sessions of one pool share: those of this JVM that are to the same database as
 * the same user, and want to share. A concurrent map, in which the count of a table's sessions
 * changes atomically inside {@link ConcurrentHashMap#compute}; the last one to leave ends it.
 */
final class SharedTables {
  private static final ConcurrentHashMap<Database, Held> TABLES = new ConcurrentHashMap<>();

  private record Held(HandleTable table, int sessions) {
    Held with(int more) {
      return new Held(table, sessions + more);
    }
  }

  private SharedTables() {}

  /** One session more; {@link #leave} must follow. */
  static HandleTable join(Database database) {
    return TABLES
        .compute(
            database,
            (key, held) ->
                held == null
                    ? new Held(new HandleTable("for all sessions that share their handles"), 1)
                    : held.with(1))
        .table();
  }

  /** One session less; without any, the table is closed. */
  static void leave(Database database, HandleTable table) {
    Held left =
        TABLES.computeIfPresent(
            database, (key, held) -> held.sessions() == 1 ? null : held.with(-1));
    if (left == null) {
      table.close();
    }
  }
}
