package io.github.pgbackground.it.connecting;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.serving.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * The server's TLS, switched on with a certificate made for the moment, and with ways in for some
 * roles alone.
 */
final class ServerTls implements AutoCloseable {
  private final TestDatabase database;
  private final Path directory;
  private Path hba;
  private String hbaBefore;
  private MadeKey server;
  private MadeKey client;

  private ServerTls(TestDatabase database, Path directory) {
    this.database = database;
    this.directory = directory;
  }

  /** Skips the test where the server does not run on this machine, as this user. */
  static ServerTls on(TestDatabase database) throws Exception {
    return on(database, List.of());
  }

  /**
   * The same, with a client's certificate that the server accepts.
   *
   * @param ways lines of pg_hba.conf, which go before the others
   */
  static ServerTls on(TestDatabase database, List<String> ways) throws Exception {
    Path directory = Files.createTempDirectory("server-tls");
    ServerTls tls = new ServerTls(database, directory);
    try {
      tls.switchOn(ways);
      return tls;
    } catch (Exception | Error e) {
      tls.close();
      throw e;
    }
  }

  /** Where the files are, and others may be. */
  Path directory() {
    return directory;
  }

  /** Of localhost. */
  MadeKey server() {
    return server;
  }

  /** Of pgbackground_it_certified. */
  MadeKey client() {
    return client;
  }

  private void switchOn(List<String> ways) throws Exception {
    server = MadeKey.of("localhost", directory);
    client = MadeKey.of("pgbackground_it_certified", directory);
    try (Connection connection = database.admin();
        Statement statement = connection.createStatement()) {
      assumeTrue(canRead(statement, server.key()), "the server cannot read this machine's files");
      statement.execute("alter system set ssl_cert_file = '" + server.certificate() + "'");
      statement.execute("alter system set ssl_key_file = '" + server.key() + "'");
      statement.execute("alter system set ssl_ca_file = '" + client.certificate() + "'");
      statement.execute("alter system set ssl = on");
      try (ResultSet row = statement.executeQuery("show hba_file")) {
        row.next();
        hba = Path.of(row.getString(1));
      }
    }
    hbaBefore = Files.readString(hba);
    Files.writeString(hba, String.join("\n", ways) + "\n" + hbaBefore);
    reload(true);
  }

  private static boolean canRead(Statement statement, Path file) {
    try (ResultSet row = statement.executeQuery("select pg_read_file('" + file + "')")) {
      return row.next() && row.getString(1).equals(Files.readString(file));
    } catch (SQLException | IOException e) {
      return false;
    }
  }

  /** Waits until new connections find it so. */
  private void reload(boolean on) throws Exception {
    try (Connection connection = database.admin();
        Statement statement = connection.createStatement()) {
      statement.execute("select pg_reload_conf()");
    }
    Await.until("the server takes its new settings", () -> isOn() == on);
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
      for (String setting : new String[] {"ssl", "ssl_cert_file", "ssl_key_file", "ssl_ca_file"}) {
        statement.execute("alter system reset " + setting);
      }
    }
    if (hbaBefore != null) {
      Files.writeString(hba, hbaBefore);
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
