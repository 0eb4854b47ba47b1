package io.github.pgbackground.it.faults;

import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.serving.Await;
import io.github.pgbackground.it.serving.Sql;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * A way to a server that can be cut: connections to its port are connections to the server, until
 * the test breaks one of them, or all.
 *
 * <p>A thread accepts, and each connection has two that forward; all have ended when {@link #close}
 * returns.
 */
public final class Proxy implements AutoCloseable {
  private final String host;
  private final int port;
  private final ServerSocket listener;
  private final Thread acceptor;
  private final List<ProxyConnection> connections = new CopyOnWriteArrayList<>();
  private volatile boolean silent;

  private Proxy(String host, int port) throws IOException {
    this.host = host;
    this.port = port;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.acceptor = new Thread(this::accept, "test proxy");
    acceptor.setDaemon(true);
    acceptor.start();
  }

  /** A way to the server of this database. */
  public static Proxy to(TestDatabase database) throws IOException {
    Properties properties = Driver.parseURL(database.plainUrl(), null);
    if (properties == null) {
      throw new IllegalArgumentException("pgjdbc does not know " + database.plainUrl());
    }
    return to(
        String.valueOf(PGProperty.PG_HOST.getOrDefault(properties)),
        Integer.parseInt(String.valueOf(PGProperty.PG_PORT.getOrDefault(properties))));
  }

  public static Proxy to(String host, int port) throws IOException {
    return new Proxy(host, port);
  }

  public int port() {
    return listener.getLocalPort();
  }

  /** The same URL, this way. */
  public String through(String url) {
    return url.replaceFirst(
        "//[^/]*/", "//" + listener.getInetAddress().getHostAddress() + ":" + port() + "/");
  }

  /** Those there have been, in the order in which they came; those of cancel requests too. */
  public List<ProxyConnection> connections() {
    return List.copyOf(connections);
  }

  /** Waits until there have been this many connections, and gives the last of them. */
  public ProxyConnection awaitConnection(int number) throws Exception {
    Await.until("connection " + number + " has come", () -> connections.size() >= number);
    return connections.get(number - 1);
  }

  /**
   * The connection behind which this server process is.
   *
   * @param looking a connection that may see the process in pg_stat_activity
   */
  public ProxyConnection of(int pid, Connection looking) throws SQLException {
    String clientPort =
        Sql.value(looking, "select client_port from pg_stat_activity where pid = " + pid);
    for (ProxyConnection connection : connections) {
      if (String.valueOf(connection.portAtServer()).equals(clientPort)) {
        return connection;
      }
    }
    throw new AssertionError("process " + pid + " is not behind this proxy");
  }

  /** Cuts all of them by a reset. */
  public void reset() {
    connections.forEach(ProxyConnection::reset);
  }

  /**
   * From now on nothing comes through, in no direction, and nobody is told: neither on the
   * connections there are nor on new ones, which are accepted.
   */
  public void silence() {
    silent = true;
    connections.forEach(ProxyConnection::silence);
  }

  /** From now on nothing comes through on new connections, which are accepted. */
  public void silenceNew() {
    silent = true;
  }

  /** New connections come through again; those that were silenced never do. */
  public void heal() {
    silent = false;
  }

  private void accept() {
    while (true) {
      Socket client = null;
      try {
        client = listener.accept();
        ProxyConnection connection = new ProxyConnection(client, new Socket(host, port));
        // Before somebody can see it, and heal the proxy; and again for who silences it meanwhile.
        silenceIfSo(connection);
        connections.add(connection);
        silenceIfSo(connection);
        connection.start();
      } catch (IOException e) {
        // The proxy is closed, or the server is down: then the client sees what it would see.
        closeQuietly(client);
        if (listener.isClosed()) {
          return;
        }
      }
    }
  }

  private void silenceIfSo(ProxyConnection connection) {
    if (silent) {
      connection.silence();
    }
  }

  static void closeQuietly(@Nullable Socket socket) {
    if (socket != null) {
      try {
        socket.close();
      } catch (IOException e) {
        // It is of no use any more.
      }
    }
  }

  /** Cuts what is open and returns when nothing of it is left. */
  @Override
  public void close() throws IOException, InterruptedException {
    listener.close();
    acceptor.join();
    for (ProxyConnection connection : connections) {
      connection.close();
    }
  }
}
