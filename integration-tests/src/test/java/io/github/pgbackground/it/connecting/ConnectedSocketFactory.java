package io.github.pgbackground.it.connecting;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/** Like one for Unix sockets: knows where to connect, and gives sockets that are connected. */
public final class ConnectedSocketFactory extends SocketFactory {
  private final String host;
  private final int port;

  /**
   * @param address host and port, with a blank between them
   */
  public ConnectedSocketFactory(String address) {
    String[] parts = address.split(" ", 2);
    host = parts[0];
    port = Integer.parseInt(parts[1]);
  }

  @Override
  public Socket createSocket() throws IOException {
    return new Socket(host, port);
  }

  @Override
  public Socket createSocket(String otherHost, int otherPort) throws IOException {
    return createSocket();
  }

  @Override
  public Socket createSocket(String otherHost, int otherPort, InetAddress localHost, int localPort)
      throws IOException {
    return createSocket();
  }

  @Override
  public Socket createSocket(InetAddress otherHost, int otherPort) throws IOException {
    return createSocket();
  }

  @Override
  public Socket createSocket(
      InetAddress otherHost, int otherPort, InetAddress localHost, int localPort)
      throws IOException {
    return createSocket();
  }
}
