package io.github.pgbackground.internal.link;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** A {@link Link} with TLS above it, and the server at its other end. */
final class TlsPair implements AutoCloseable {
  private static final String PASSWORD = "changeit";

  final SSLSocket server;
  final Link link;
  final LinkTlsSocket client;

  private TlsPair(SSLSocket server, Link link, LinkTlsSocket client) {
    this.server = server;
    this.link = link;
    this.client = client;
  }

  /** Keys for a server, in a file of this directory. */
  static KeyManager[] makeKeys(Path directory) throws Exception {
    Path store = directory.resolve("server.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                store.toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("keytool.log").toFile())
            .start();
    assertEquals(0, keytool.waitFor());
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray()), PASSWORD.toCharArray());
    return keys.getKeyManagers();
  }

  /** Shakes hands, and no more. */
  static TlsPair connect(KeyManager[] serverKeys, String protocol) throws Exception {
    try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      LinkSocket below = new LinkSocket(new Socket());
      below.connect(listening.getLocalSocketAddress());
      SSLSocket server =
          (SSLSocket)
              context(serverKeys).getSocketFactory().createSocket(listening.accept(), null, true);
      FutureTask<Void> answering =
          new FutureTask<>(
              () -> {
                server.startHandshake();
                return null;
              });
      new Thread(answering).start();
      SSLSocket above =
          (SSLSocket) context(null).getSocketFactory().createSocket(below, "localhost", 1, true);
      LinkTlsSocket client = new LinkTlsSocket(above, below.link());
      client.setEnabledProtocols(new String[] {protocol});
      client.startHandshake();
      answering.get(60, TimeUnit.SECONDS);
      return new TlsPair(server, below.link(), client);
    }
  }

  private static SSLContext context(KeyManager[] keys) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys, new TrustManager[] {new Trusting()}, null);
    return context;
  }

  void send(int... bytes) throws IOException {
    byte[] sent = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      sent[i] = (byte) bytes[i];
    }
    server.getOutputStream().write(sent);
  }

  @Override
  public void close() throws IOException {
    client.close();
    server.close();
  }

  private static final class Trusting implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
