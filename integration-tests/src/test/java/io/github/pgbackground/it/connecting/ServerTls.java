package io.github.pgbackground.it.connecting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.pgbackground.it.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.concurrent.locks.LockSupport;

/** The server's TLS, switched on with a certificate made for the moment. */
final class ServerTls implements AutoCloseable {
  private static final String PASSWORD = "changeit";

  private final TestDatabase database;
  private final Path directory;

  private ServerTls(TestDatabase database, Path directory) {
    this.database = database;
    this.directory = directory;
  }

  /** Skips the test where the server does not run on this machine, as this user. */
  static ServerTls on(TestDatabase database) throws Exception {
    Path directory = Files.createTempDirectory("server-tls");
    ServerTls tls = new ServerTls(database, directory);
    try {
      tls.switchOn();
      return tls;
    } catch (Exception | Error e) {
      tls.close();
      throw e;
    }
  }

  private void switchOn() throws Exception {
    Path store = directory.resolve("server.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "RSA",
                "-alias",
                "server",
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
    KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    Path certificate = directory.resolve("server.crt");
    Path key = directory.resolve("server.key");
    Files.writeString(certificate, pem("CERTIFICATE", keys.getCertificate("server").getEncoded()));
    Files.createFile(
        key, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(
        key, pem("PRIVATE KEY", keys.getKey("server", PASSWORD.toCharArray()).getEncoded()));
    try (Connection connection = database.admin();
        Statement statement = connection.createStatement()) {
      assumeTrue(canRead(statement, key), "the server cannot read this machine's files");
      statement.execute("alter system set ssl_cert_file = '" + certificate + "'");
      statement.execute("alter system set ssl_key_file = '" + key + "'");
      statement.execute("alter system set ssl = on");
    }
    reload(true);
  }

  private static boolean canRead(Statement statement, Path file) {
    try (ResultSet row = statement.executeQuery("select pg_read_file('" + file + "')")) {
      return row.next() && row.getString(1).equals(Files.readString(file));
    } catch (SQLException | IOException e) {
      return false;
    }
  }

  private static String pem(String what, byte[] content) {
    return "-----BEGIN "
        + what
        + "-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content)
        + "\n-----END "
        + what
        + "-----\n";
  }

  /** Waits until new connections find it so. */
  private void reload(boolean on) throws SQLException {
    try (Connection connection = database.admin();
        Statement statement = connection.createStatement()) {
      statement.execute("select pg_reload_conf()");
    }
    long deadline = System.nanoTime() + 10_000_000_000L;
    while (isOn() != on) {
      assertTrue(System.nanoTime() < deadline, "the server does not take its new settings");
      LockSupport.parkNanos(5_000_000);
    }
  }

  private boolean isOn() throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(database.plainUrl() + "&sslmode=prefer");
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("select ssl from pg_stat_ssl where pid = pg_backend_pid()")) {
      row.next();
      return row.getBoolean(1);
    }
  }

  @Override
  public void close() throws Exception {
    try (Connection connection = database.admin();
        Statement statement = connection.createStatement()) {
      for (String setting : new String[] {"ssl", "ssl_cert_file", "ssl_key_file"}) {
        statement.execute("alter system reset " + setting);
      }
    }
    reload(false);
    try (var files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(directory);
  }
}
