package io.github.pgbackground.internal.link;

import java.sql.SQLException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.jdbc.PgConnection;

/**
 * A connection of pgjdbc and what is seen below it.
 *
 * @param link null where pgjdbc cannot load classes of this driver: its class loader is above ours,
 *     and it is too old to look into the thread's context, or told not to
 */
public record LinkedConnection(PgConnection connection, @Nullable Link link) {
  private static final Driver PGJDBC = new Driver();

  private static final boolean LOADABLE = isLoadable();

  private static final boolean LOADABLE_BY_CONTEXT =
      LoginContext.isLookedInto(Driver.class.getClassLoader());

  /** Of pgjdbc; older versions do not know it. */
  private static final String STRATEGY = "classLoaderStrategy";

  /**
   * Connects as pgjdbc does, with a link below.
   *
   * @throws SQLException what pgjdbc says
   */
  public static LinkedConnection open(String url, @Nullable Properties given) throws SQLException {
    Properties read = Driver.parseURL(url, given);
    if (read != null && LOADABLE) {
      return link(url, given, read);
    } else if (read != null
        && LOADABLE_BY_CONTEXT
        && !"driver".equalsIgnoreCase(read.getProperty(STRATEGY))) {
      try (LoginContext context = LoginContext.enter()) {
        return link(url, given, read);
      }
    }
    return new LinkedConnection((PgConnection) PGJDBC.connect(url, given), null);
  }

  private static LinkedConnection link(String url, @Nullable Properties given, Properties read)
      throws SQLException {
    try (Login login = new Login(read)) {
      PgConnection connection =
          namesFactory(url)
              ? (PgConnection) PGJDBC.connect(withFactories(url, login), given)
              : (PgConnection) PGJDBC.connect(url, withFactories(given, login));
      return new LinkedConnection(connection, login.latest());
    }
  }

  private static boolean namesFactory(String url) {
    int query = url.indexOf('?');
    return query >= 0 && Login.isNamed(url.substring(query));
  }

  private static Properties withFactories(@Nullable Properties given, Login login) {
    Properties properties = new Properties();
    if (given != null) {
      given
          .stringPropertyNames()
          .forEach(name -> properties.setProperty(name, given.getProperty(name)));
    }
    login.properties().forEach((property, value) -> property.set(properties, value));
    return properties;
  }

  /** What a URL says goes before what properties say, and its end before its beginning. */
  private static String withFactories(String url, Login login) {
    StringBuilder longer = new StringBuilder(url);
    login
        .properties()
        .forEach(
            (property, value) ->
                longer.append('&').append(property.getName()).append('=').append(value));
    return longer.toString();
  }

  private static boolean isLoadable() {
    try {
      return Class.forName(LinkSocketFactory.class.getName(), false, Driver.class.getClassLoader())
          == LinkSocketFactory.class;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }
}
