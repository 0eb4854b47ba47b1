package io.github.pgbackground.internal.link;

import io.github.pgbackground.internal.link.LinkSocketFactory.Login;
import java.sql.SQLException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.postgresql.core.SocketFactoryFactory;
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
    try (Login login = new Login(SocketFactoryFactory.getSocketFactory(read))) {
      PgConnection connection =
          url.contains(PGProperty.SOCKET_FACTORY.getName())
              ? (PgConnection) PGJDBC.connect(withFactory(url, login), given)
              : (PgConnection) PGJDBC.connect(url, withFactory(given, login));
      return new LinkedConnection(connection, login.latest());
    }
  }

  private static Properties withFactory(@Nullable Properties given, Login login) {
    Properties properties = new Properties();
    if (given != null) {
      given
          .stringPropertyNames()
          .forEach(name -> properties.setProperty(name, given.getProperty(name)));
    }
    PGProperty.SOCKET_FACTORY.set(properties, LinkSocketFactory.class.getName());
    PGProperty.SOCKET_FACTORY_ARG.set(properties, login.key());
    return properties;
  }

  /** What a URL says goes before what properties say, and its end before its beginning. */
  private static String withFactory(String url, Login login) {
    return url
        + "&"
        + PGProperty.SOCKET_FACTORY.getName()
        + "="
        + LinkSocketFactory.class.getName()
        + "&"
        + PGProperty.SOCKET_FACTORY_ARG.getName()
        + "="
        + login.key();
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
