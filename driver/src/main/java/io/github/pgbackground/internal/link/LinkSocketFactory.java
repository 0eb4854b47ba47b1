package io.github.pgbackground.internal.link;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/**
 * Puts a {@link Link} under each socket of another factory. pgjdbc makes it by its name, with the
 * key of its {@link Login}.
 */
public final class LinkSocketFactory extends SocketFactory {
  private final Login login;

  public LinkSocketFactory(String key) {
    login = Login.of(key);
  }

  private Socket linked(Socket socket) throws IOException {
    LinkSocket linked = new LinkSocket(socket);
    login.opened(linked.link());
    return linked;
  }

  @Override
  public Socket createSocket() throws IOException {
    return linked(login.sockets().createSocket());
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return linked(login.sockets().createSocket(host, port));
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress localHost, int localPort)
      throws IOException {
    return linked(login.sockets().createSocket(host, port, localHost, localPort));
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return linked(login.sockets().createSocket(host, port));
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort)
      throws IOException {
    return linked(login.sockets().createSocket(host, port, localHost, localPort));
  }
}
