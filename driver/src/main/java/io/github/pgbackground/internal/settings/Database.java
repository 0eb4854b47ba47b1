package io.github.pgbackground.internal.settings;

import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.QueryExecutor;
import org.postgresql.util.HostSpec;

/**
 * A database, as a user sees it.
 *
 * @param host as the application has spelt it
 * @param user who has logged in
 */
public record Database(String host, int port, String name, String user) {

  /** The one that a connection is to. */
  public static Database of(BaseConnection connection) {
    QueryExecutor executor = connection.getQueryExecutor();
    HostSpec host = executor.getHostSpec();
    return new Database(host.getHost(), host.getPort(), executor.getDatabase(), executor.getUser());
  }

  // Java's own for a record keep its type, and so our class loader, in a cache.

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Database database
        && host.equals(database.host)
        && port == database.port
        && name.equals(database.name)
        && user.equals(database.user);
  }

  @Override
  public int hashCode() {
    return name.hashCode() * 31 + user.hashCode();
  }
}
