package io.github.pgbackground.it.connecting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pgbackground.BackgroundDriver;
import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postgresql.Driver;
import org.postgresql.ssl.DefaultJavaSSLFactory;
import org.postgresql.ssl.NonValidatingFactory;
import org.postgresql.ssl.SingleCertValidatingFactory;

/** With TLS, this driver comes in where pgjdbc does, fails where it does, and says the same. */
@ExtendWith(PostgresExtension.class)
class TlsTest {
  private static final String CERTIFIED = "pgbackground_it_certified";
  private static final String SCRAM = "pgbackground_it_scram";
  private static final String PLAIN_ONLY = "pgbackground_it_plain_only";
  private static final String TLS_ONLY = "pgbackground_it_tls_only";

  private static ServerTls tls;

  private final TestDatabase database;

  TlsTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeAll
  static void switchOn(TestDatabase database) throws Exception {
    try (Connection connection = database.admin();
        Statement statement = connection.createStatement()) {
      for (String role : List.of(CERTIFIED, SCRAM, PLAIN_ONLY, TLS_ONLY)) {
        statement.execute(
            "set password_encryption = 'scram-sha-256'; create role "
                + role
                + " login password 'secret'");
      }
    }
    tls =
        ServerTls.on(
            database,
            List.of(
                "hostssl all " + CERTIFIED + " all cert",
                "hostssl all " + SCRAM + " all scram-sha-256",
                "host all " + CERTIFIED + " all reject",
                "host all " + SCRAM + " all reject",
                "hostnossl all " + PLAIN_ONLY + " all trust",
                "host all " + PLAIN_ONLY + " all reject",
                "hostssl all " + TLS_ONLY + " all trust",
                "host all " + TLS_ONLY + " all reject"));
  }

  @AfterAll
  static void switchOff(TestDatabase database) throws Exception {
    if (tls != null) {
      tls.close();
    }
    try (Connection connection = database.admin();
        Statement statement = connection.createStatement()) {
      for (String role : List.of(CERTIFIED, SCRAM, PLAIN_ONLY, TLS_ONLY)) {
        statement.execute("drop role " + role);
      }
    }
  }

  /** What comes of a login: what the server sees of it, or all that the error says. */
  private static String outcome(Login login) {
    try (Connection connection = login.open();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select current_user, ssl, version, cipher, client_dn from pg_stat_ssl"
                    + " where pid = pg_backend_pid()")) {
      row.next();
      return "in: "
          + row.getString(1)
          + " "
          + row.getBoolean(2)
          + " "
          + row.getString(3)
          + " "
          + row.getString(4)
          + " "
          + row.getString(5);
    } catch (SQLException e) {
      StringBuilder told = new StringBuilder("out:");
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        told.append(' ').append(cause);
      }
      for (Throwable suppressed : e.getSuppressed()) {
        told.append(" suppressed ").append(suppressed);
      }
      return told.append(' ').append(e.getSQLState()).toString();
    }
  }

  @FunctionalInterface
  private interface Login {
    Connection open() throws SQLException;
  }

  /** Once with properties, and once with a URL that says the same. */
  private void assertSame(String expected, Map<String, String> given) {
    assertSame(expected, address(), given);
  }

  private void assertSame(String expected, String address, Map<String, String> given) {
    Properties properties = Objects.requireNonNull(Driver.parseURL(database.plainUrl(), null));
    properties.keySet().removeIf(name -> name.toString().startsWith("PG"));
    properties.putAll(given);
    assertSame(expected, address, properties);
    StringBuilder query = new StringBuilder("?a=b");
    properties.forEach((name, value) -> query.append('&').append(name).append('=').append(value));
    assertSame(expected, address + query, new Properties());
  }

  private static void assertSame(String expected, String url, Properties properties) {
    String theirs = outcome(() -> new Driver().connect("jdbc:postgresql:" + url, properties));
    assertTrue(theirs.contains(expected), () -> url + " " + properties + " gives " + theirs);
    assertEquals(
        theirs,
        outcome(() -> new BackgroundDriver().connect("jdbc:pgbackground:" + url, properties)),
        () -> url + " " + properties);
  }

  private String address() {
    return database.plainUrl().replaceFirst("^jdbc:postgresql:", "").replaceFirst("[?].*", "");
  }

  @Test
  void encryption_without_a_look_at_the_server() {
    assertSame("true TLSv1.3", Map.of("sslmode", "require"));
    assertSame("true TLSv1.3", Map.of());
    assertSame("false null", Map.of("sslmode", "disable"));
    assertSame("false null", Map.of("sslmode", "allow"));
    assertSame("true", Map.of("sslfactory", "org.postgresql.ssl.LibPQFactory"));
    assertSame("true", Map.of("sslfactory", "org.postgresql.ssl.jdbc4.LibPQFactory"));
    assertSame("true", Map.of("sslmode", "require", "loginTimeout", "30"));
  }

  @Test
  void a_server_that_is_looked_at() {
    String trusted = tls.server().certificate().toString();
    assertSame("true TLSv1.3", Map.of("sslmode", "verify-ca", "sslrootcert", trusted));
    assertSame("true TLSv1.3", Map.of("sslmode", "verify-full", "sslrootcert", trusted));
    assertSame("true TLSv1.3", Map.of("ssl", "true", "sslrootcert", trusted));
    assertSame(
        "unable to find valid certification path",
        Map.of("sslmode", "verify-ca", "sslrootcert", tls.client().certificate().toString()));
    assertSame(
        "Could not open SSL root certificate file /nowhere",
        Map.of("sslmode", "verify-ca", "sslrootcert", "/nowhere"));
    assertSame(
        "Loading the SSL root certificate " + tls.server().key(),
        Map.of("sslmode", "verify-ca", "sslrootcert", tls.server().key().toString()));
  }

  @Test
  void a_server_that_is_not_the_one_that_was_asked_for() {
    String address = address().replaceFirst("localhost", "127.0.0.1");
    String trusted = tls.server().certificate().toString();
    assertSame(
        "The hostname 127.0.0.1 could not be verified",
        address,
        Map.of("sslmode", "verify-full", "sslrootcert", trusted));
    assertSame(
        "true TLSv1.3",
        address,
        Map.of(
            "sslmode",
            "verify-full",
            "sslrootcert",
            trusted,
            "sslhostnameverifier",
            AnyHostname.class.getName()));
  }

  @Test
  void factories_of_pgjdbc_and_of_the_application() {
    String here = "file:" + tls.server().certificate();
    String other = "file:" + tls.client().certificate();
    String single = SingleCertValidatingFactory.class.getName();
    assertSame("true", Map.of("sslmode", "require", "sslfactory", single, "sslfactoryarg", here));
    assertSame(
        "SSL error", Map.of("sslmode", "require", "sslfactory", single, "sslfactoryarg", other));
    assertSame(
        "The sslfactoryarg property must start with",
        Map.of("sslmode", "require", "sslfactory", single, "sslfactoryarg", "nonsense"));
    assertSame(
        "The sslfactoryarg property may not be empty",
        Map.of("sslmode", "require", "sslfactory", single));
    assertSame("true", Map.of("sslfactory", NonValidatingFactory.class.getName()));
    assertSame(
        "unable to find valid certification path",
        Map.of("sslmode", "require", "sslfactory", DefaultJavaSSLFactory.class.getName()));
    assertSame(
        "The SSLSocketFactory class provided no.such.Factory could not be instantiated.",
        Map.of("sslmode", "require", "sslfactory", "no.such.Factory"));
    assertSame(
        "The SSLSocketFactory class provided java.lang.String could not be instantiated.",
        Map.of("sslmode", "require", "sslfactory", "java.lang.String"));
    assertSame(
        "CountingTlsFactory could not be instantiated",
        Map.of("sslmode", "require", "sslfactory", CountingTlsFactory.class.getName()));
    int made = CountingTlsFactory.MADE.get();
    assertSame(
        "true", Map.of("sslfactory", CountingTlsFactory.class.getName(), "sslfactoryarg", "count"));
    assertEquals(made + 4, CountingTlsFactory.MADE.get());
    Properties argument = new Properties();
    argument.setProperty("sslfactoryarg", "sing");
    assertSame(
        "counts, and does not sing",
        address() + "?sslmode=require&user=u&sslfactory=" + CountingTlsFactory.class.getName(),
        argument);
  }

  @Test
  void the_clients_certificate() throws IOException, SQLException {
    MadeKey client = tls.client();
    Path wrong = Files.writeString(tls.directory().resolve("wrong.der"), "nonsense");
    // The oldest pgjdbc reads keys in binary formats alone.
    boolean readsText = !pgjdbcVersion().equals("42.7.4");
    assertSame(
        readsText ? "CN=" + CERTIFIED : "Could not read SSL key file",
        certified(client.key(), Map.of()));
    assertSame("CN=" + CERTIFIED, certified(client.binaryKey(), Map.of()));
    assertSame(
        "CN=" + CERTIFIED, certified(client.store(), Map.of("sslpassword", MadeKey.PASSWORD)));
    assertSame(
        "CN=" + CERTIFIED,
        certified(client.store(), Map.of("sslpasswordcallback", PasswordCallback.class.getName())));
    assertSame("password", certified(client.store(), Map.of("sslpassword", "wrong")));
    assertSame(
        "could not be instantiated",
        certified(client.store(), Map.of("sslpasswordcallback", "no.such.Callback")));
    assertSame("Could not read SSL key file", certified(wrong, Map.of("sslpassword", "x")));
    assertSame("28000", Map.of("user", CERTIFIED, "sslmode", "require"));
  }

  private String pgjdbcVersion() throws SQLException {
    try (Connection connection = database.connectPlain()) {
      return connection.getMetaData().getDriverVersion();
    }
  }

  private Map<String, String> certified(Path key, Map<String, String> more) {
    Map<String, String> given = new TreeMap<>(more);
    given.put("user", CERTIFIED);
    given.put("sslmode", "require");
    given.put("sslcert", tls.client().certificate().toString());
    given.put("sslkey", key.toString());
    return given;
  }

  @Test
  void a_password_that_is_bound_to_the_channel() {
    assertSame("true", scram(Map.of("channelBinding", "require", "sslmode", "require")));
    assertSame("true", scram(Map.of("sslmode", "require")));
    assertSame(
        "true",
        scram(
            Map.of(
                "channelBinding",
                "require",
                "sslfactory",
                CountingTlsFactory.class.getName(),
                "sslfactoryarg",
                "count")));
    assertSame("28000", scram(Map.of("sslmode", "disable")));
  }

  private static Map<String, String> scram(Map<String, String> more) {
    Map<String, String> given = new TreeMap<>(more);
    given.put("user", SCRAM);
    given.put("password", "secret");
    return given;
  }

  @Test
  void a_second_way_when_the_first_is_closed() {
    assertSame(PLAIN_ONLY + " false", Map.of("user", PLAIN_ONLY, "sslmode", "prefer"));
    assertSame(TLS_ONLY + " true", Map.of("user", TLS_ONLY, "sslmode", "allow"));
    assertSame("28000", Map.of("user", PLAIN_ONLY, "sslmode", "require"));
    assertSame("28000", Map.of("user", TLS_ONLY, "sslmode", "disable"));
    assertSame(" suppressed ", Map.of("user", CERTIFIED, "sslmode", "prefer"));
    assertSame(" suppressed ", Map.of("user", CERTIFIED, "sslmode", "allow"));
  }

  @Test
  void a_handshake_that_servers_know_from_version_17_on() throws SQLException {
    assertSame(
        serverVersion() >= 17 ? "in:" : "out:",
        Map.of("sslmode", "require", "sslNegotiation", "direct"));
  }

  private int serverVersion() throws SQLException {
    try (Connection connection = database.connectPlain()) {
      return connection.getMetaData().getDatabaseMajorVersion();
    }
  }

  @Test
  void another_server_than_the_first() {
    assertSame(
        "true TLSv1.3",
        address().replaceFirst("//localhost", "//localhost:1,localhost"),
        Map.of("sslmode", "require"));
  }
}
