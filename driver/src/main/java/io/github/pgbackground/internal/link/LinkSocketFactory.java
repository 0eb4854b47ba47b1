package io.github.pgbackground.internal.link;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Puts a {@link Link} under each socket of another factory. pgjdbc makes it by its name, on
 * whatever thread it logs in, and with a text: the key under which it finds its {@link Login} in a
 * concurrent map.
 */
public final class LinkSocketFactory extends SocketFactory {
  private static final AtomicLong NUMBER = new AtomicLong();
  private static final Map<String, Login> LOGINS = new ConcurrentHashMap<>();

  private final Login login;

  /** One login, while it lasts. */
  static final class Login implements AutoCloseable {
    private final String key = "login-" + NUMBER.incrementAndGet();
    private final SocketFactory sockets;
    private volatile @Nullable Link latest;

    /**
     * @param sockets makes the sockets below
     */
    Login(SocketFactory sockets) {
      this.sockets = sockets;
      LOGINS.put(key, this);
    }

    /** What the factory's constructor takes. */
    String key() {
      return key;
    }

    /** The link of the socket made last, which is the one that came through. */
    @Nullable Link latest() {
      return latest;
    }

    @Override
    public void close() {
      LOGINS.remove(key);
    }
  }

  public LinkSocketFactory(String key) {
    Login found = LOGINS.get(key);
    if (found == null) {
      throw new IllegalStateException("Nobody waits for this login any more.");
    }
    login = found;
  }

  private Socket linked(Socket socket) throws IOException {
    LinkSocket linked = new LinkSocket(socket);
    login.latest = linked.link();
    return linked;
  }

  @Override
  public Socket createSocket() throws IOException {
    return linked(login.sockets.createSocket());
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return linked(login.sockets.createSocket(host, port));
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress localHost, int localPort)
      throws IOException {
    return linked(login.sockets.createSocket(host, port, localHost, localPort));
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return linked(login.sockets.createSocket(host, port));
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort)
      throws IOException {
    return linked(login.sockets.createSocket(host, port, localHost, localPort));
  }
}
