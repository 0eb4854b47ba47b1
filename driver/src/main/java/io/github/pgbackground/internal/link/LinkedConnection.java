package io.github.pgbackground.internal.link;

import java.sql.SQLException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.jdbc.PgConnection;

/**
 * A connection of pgjdbc and what is seen below it.
 *
 * @param link null where pgjdbc cannot load classes of this driver: its class loader is above ours
 */
public record LinkedConnection(PgConnection connection, @Nullable Link link) {
  private static final Driver PGJDBC = new Driver();

  private static final boolean LOADABLE = isLoadable();

  /**
   * Connects as pgjdbc does, with a link below.
   *
   * @throws SQLException what pgjdbc says
   */
  public static LinkedConnection open(String url, @Nullable Properties given) throws SQLException {
    Properties read = LOADABLE ? Driver.parseURL(url, given) : null;
    if (read == null) {
      return new LinkedConnection((PgConnection) PGJDBC.connect(url, given), null);
    }
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
