package io.github.pgbackground.internal.link;

import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGProperty;
import org.postgresql.core.SocketFactoryFactory;
import org.postgresql.util.PSQLException;

/**
 * One login, while it lasts: pgjdbc makes this driver's factories by their names, on whatever
 * thread it logs in, and with a text; that is the key under which they find this in a concurrent
 * map.
 */
final class Login implements AutoCloseable {
  private static final AtomicLong NUMBER = new AtomicLong();
  private static final Map<String, Login> OPEN = new ConcurrentHashMap<>();

  private static final List<PGProperty> REPLACED =
      List.of(
          PGProperty.SOCKET_FACTORY,
          PGProperty.SOCKET_FACTORY_ARG,
          PGProperty.SSL_FACTORY,
          PGProperty.SSL_FACTORY_ARG);

  private final String key = "login-" + NUMBER.incrementAndGet();
  private final Properties replaced = new Properties();
  private final SocketFactory sockets;
  private volatile @Nullable Link latest;

  /**
   * @param given what the application has given, as pgjdbc reads it
   * @throws PSQLException if the application's socket factory cannot be made
   */
  Login(Properties given) throws PSQLException {
    sockets = SocketFactoryFactory.getSocketFactory(given);
    REPLACED.forEach(property -> property.set(replaced, property.getSetString(given)));
    OPEN.put(key, this);
  }

  /**
   * @throws IllegalStateException if that login is over
   */
  static Login of(@Nullable String key) {
    Login found = key == null ? null : OPEN.get(key);
    if (found == null) {
      throw new IllegalStateException("Nobody waits for this login any more.");
    }
    return found;
  }

  /** Those that have pgjdbc take this driver's factories. */
  Map<PGProperty, String> properties() {
    return Map.of(
        PGProperty.SOCKET_FACTORY,
        LinkSocketFactory.class.getName(),
        PGProperty.SOCKET_FACTORY_ARG,
        key,
        PGProperty.SSL_FACTORY,
        LinkTlsFactory.class.getName(),
        PGProperty.SSL_FACTORY_ARG,
        key);
  }

  /** Whether the text names any of the properties that this replaces. */
  static boolean isNamed(String text) {
    return REPLACED.stream().anyMatch(property -> text.contains(property.getName()));
  }

  /** Makes the sockets that pgjdbc would have without this driver. */
  SocketFactory sockets() {
    return sockets;
  }

  /**
   * Makes what pgjdbc would have made for TLS without this driver.
   *
   * @param info what pgjdbc has given for it
   * @throws PSQLException as pgjdbc says it
   */
  SSLSocketFactory tls(Properties info) throws PSQLException {
    Properties given = new Properties();
    given.putAll(info);
    REPLACED.forEach(property -> property.set(given, property.getSetString(replaced)));
    return SocketFactoryFactory.getSslSocketFactory(given);
  }

  void opened(Link link) {
    latest = link;
  }

  /** The link of the socket made last, which is the one that came through. */
  @Nullable Link latest() {
    return latest;
  }

  @Override
  public void close() {
    OPEN.remove(key);
  }
}
