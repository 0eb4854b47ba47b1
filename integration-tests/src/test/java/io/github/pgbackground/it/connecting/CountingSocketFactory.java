package io.github.pgbackground.it.connecting;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.SocketFactory;

/** An application's own socket factory, which pgjdbc makes by its name. */
public final class CountingSocketFactory extends SocketFactory {
  static final AtomicInteger MADE = new AtomicInteger();

  @Override
  public Socket createSocket() {
    MADE.incrementAndGet();
    return new Socket();
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    MADE.incrementAndGet();
    return new Socket(host, port);
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress localHost, int localPort)
      throws IOException {
    MADE.incrementAndGet();
    return new Socket(host, port, localHost, localPort);
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    MADE.incrementAndGet();
    return new Socket(host, port);
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort)
      throws IOException {
    MADE.incrementAndGet();
    return new Socket(host, port, localHost, localPort);
  }
}
