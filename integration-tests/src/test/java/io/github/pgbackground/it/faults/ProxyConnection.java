package io.github.pgbackground.it.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** One connection through a {@link Proxy}; any thread may break it. */
public final class ProxyConnection {
  private final Socket client;
  private final Socket server;
  private final Pump toServer;
  private final Pump toClient;

  ProxyConnection(Socket client, Socket server) throws IOException {
    this.client = client;
    this.server = server;
    client.setTcpNoDelay(true);
    server.setTcpNoDelay(true);
    this.toServer = new Pump("to server", client, server);
    this.toClient = new Pump("to client", server, client);
  }

  void start() {
    toServer.start();
    toClient.start();
  }

  /** What the server takes for the client's port. */
  int portAtServer() {
    return server.getLocalPort();
  }

  /** Bytes that have come from the client so far. */
  public long bytesToServer() {
    return toServer.bytes.get();
  }

  /** Bytes that have come from the server so far. */
  public long bytesToClient() {
    return toClient.bytes.get();
  }

  /** Both sides see the connection reset. */
  public void reset() {
    resetOnClose(server);
    resetOnClose(client);
    end();
  }

  private static void resetOnClose(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
    } catch (SocketException e) {
      // It is closed already.
    }
  }

  /** Both sides see the connection ended, in good order. */
  public void end() {
    Proxy.closeQuietly(server);
    Proxy.closeQuietly(client);
  }

  /** From now on nothing comes through, an end neither, and nobody is told. */
  public void silence() {
    silenceToServer();
    silenceToClient();
  }

  public void silenceToServer() {
    toServer.silent = true;
  }

  public void silenceToClient() {
    toClient.silent = true;
  }

  /**
   * What the server sends is held back from where it is ready outside of a transaction, until
   * {@link #release}, and comes then in one piece.
   */
  public void holdWhenReady() {
    toClient.held = new CountDownLatch(1);
  }

  public void release() {
    toClient.held.countDown();
  }

  /** Whatever comes from now on comes this much later, in both directions. */
  public void delay(Duration delay) {
    toServer.delayNanos = delay.toNanos();
    toClient.delayNanos = delay.toNanos();
  }

  void close() throws InterruptedException {
    release();
    end();
    toServer.join();
    toClient.join();
  }

  /** Forwards one direction until one of the sockets is closed. */
  private static final class Pump extends Thread {
    private static final byte[] READY = {'Z', 0, 0, 0, 5, 'I'};

    private final Socket from;
    private final Socket to;
    private final AtomicLong bytes = new AtomicLong();
    private volatile boolean silent;
    private volatile CountDownLatch held = new CountDownLatch(0);
    private volatile long delayNanos;

    Pump(String direction, Socket from, Socket to) {
      super("test proxy " + direction);
      setDaemon(true);
      this.from = from;
      this.to = to;
    }

    @Override
    public void run() {
      byte[] buffer = new byte[65_536];
      try {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          bytes.addAndGet(read);
          LockSupport.parkNanos(delayNanos);
          if (!silent) {
            out.write(buffer, 0, read + held(in, buffer, read));
          }
        }
        if (!silent) {
          to.shutdownOutput();
        }
      } catch (IOException | InterruptedException e) {
        // A side is gone: nobody can tell the other but by closing it.
        if (!silent) {
          Proxy.closeQuietly(to);
        }
      }
    }

    /** Waits where it is to be held; returns how much has come behind it. */
    private int held(InputStream in, byte[] buffer, int read)
        throws IOException, InterruptedException {
      boolean ready =
          read >= READY.length
              && Arrays.equals(buffer, read - READY.length, read, READY, 0, READY.length);
      if (!ready || held.getCount() == 0) {
        return 0;
      }
      held.await();
      return in.available() == 0 ? 0 : in.read(buffer, read, buffer.length - read);
    }
  }
}
