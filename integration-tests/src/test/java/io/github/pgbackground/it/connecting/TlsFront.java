package io.github.pgbackground.it.connecting;

import io.github.pgbackground.it.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * Speaks TLS from the first byte, as PostgreSQL does from 17 on when it is asked to, and sends
 * session tickets, which PostgreSQL does not; what it decrypts goes to the server as it is.
 */
final class TlsFront implements AutoCloseable {
  private final SSLServerSocket listener;
  private final Properties server;
  private final List<String> protocols = new CopyOnWriteArrayList<>();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final List<Thread> threads = new CopyOnWriteArrayList<>();

  private TlsFront(SSLServerSocket listener, Properties server) {
    this.listener = listener;
    this.server = server;
  }

  static TlsFront before(TestDatabase database, Path directory) throws Exception {
    MadeKey made = MadeKey.of("localhost", directory);
    char[] password = MadeKey.PASSWORD.toCharArray();
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(KeyStore.getInstance(made.store().toFile(), password), password);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    TlsFront front =
        new TlsFront(
            (SSLServerSocket)
                context
                    .getServerSocketFactory()
                    .createServerSocket(0, 50, InetAddress.getLoopbackAddress()),
            Objects.requireNonNull(Driver.parseURL(database.plainUrl(), null)));
    front.run(front::accept);
    return front;
  }

  /** The URL that comes here, of a driver whose URLs begin so. */
  String url(String prefix) {
    return prefix
        + "//localhost:"
        + listener.getLocalPort()
        + "/"
        + PGProperty.PG_DBNAME.getOrDefault(server)
        + "?sslmode=require&sslNegotiation=direct&user="
        + PGProperty.USER.getOrDefault(server);
  }

  /** What the connections have agreed on to speak above TLS. */
  List<String> protocols() {
    return List.copyOf(protocols);
  }

  private void run(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // One end is closed.
              }
            },
            "test TLS");
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
  }

  @FunctionalInterface
  private interface Work {
    void run() throws IOException;
  }

  private void accept() throws IOException {
    while (true) {
      SSLSocket client = (SSLSocket) listener.accept();
      sockets.add(client);
      run(() -> serve(client));
    }
  }

  private void serve(SSLSocket client) throws IOException {
    client.setHandshakeApplicationProtocolSelector(
        (socket, offered) -> offered.contains("postgresql") ? "postgresql" : null);
    client.startHandshake();
    protocols.add(client.getApplicationProtocol());
    Socket behind =
        new Socket(
            PGProperty.PG_HOST.getOrDefault(server),
            Integer.parseInt(PGProperty.PG_PORT.getOrDefault(server)));
    sockets.add(behind);
    run(() -> pass(behind, client));
    pass(client, behind);
  }

  private static void pass(Socket from, Socket to) throws IOException {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    }
  }

  @Override
  public void close() throws Exception {
    listener.close();
    for (Socket socket : sockets) {
      socket.close();
    }
    for (Thread thread : threads) {
      thread.join(10_000);
    }
  }
}
