package io.github.pgbackground.it.connecting;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
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
  private final Logins logins;

  TlsTest(TestDatabase database) {
    this.database = database;
    this.logins = new Logins(database);
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

  @Test
  void a_server_is_not_looked_at_where_encryption_is_enough() {
    logins.assertSame("true TLSv1.3", Map.of("sslmode", "require"));
    logins.assertSame("true TLSv1.3", Map.of());
    logins.assertSame("false null", Map.of("sslmode", "disable"));
    logins.assertSame("false null", Map.of("sslmode", "allow"));
    logins.assertSame("true", Map.of("sslfactory", "org.postgresql.ssl.LibPQFactory"));
    logins.assertSame("true", Map.of("sslfactory", "org.postgresql.ssl.jdbc4.LibPQFactory"));
    logins.assertSame("true", Map.of("sslmode", "require", "loginTimeout", "30"));
  }

  @Test
  void a_server_is_looked_at_where_that_is_asked_for() {
    String trusted = tls.server().certificate().toString();
    logins.assertSame("true TLSv1.3", Map.of("sslmode", "verify-ca", "sslrootcert", trusted));
    logins.assertSame("true TLSv1.3", Map.of("sslmode", "verify-full", "sslrootcert", trusted));
    logins.assertSame("true TLSv1.3", Map.of("ssl", "true", "sslrootcert", trusted));
    logins.assertSame(
        "unable to find valid certification path",
        Map.of("sslmode", "verify-ca", "sslrootcert", tls.client().certificate().toString()));
    logins.assertSame(
        "Could not open SSL root certificate file /nowhere",
        Map.of("sslmode", "verify-ca", "sslrootcert", "/nowhere"));
    logins.assertSame(
        "Loading the SSL root certificate " + tls.server().key(),
        Map.of("sslmode", "verify-ca", "sslrootcert", tls.server().key().toString()));
  }

  @Test
  void a_server_that_is_not_the_one_asked_for_is_refused() {
    String address = logins.address().replaceFirst("localhost", "127.0.0.1");
    String trusted = tls.server().certificate().toString();
    logins.assertSame(
        "The hostname 127.0.0.1 could not be verified",
        address,
        Map.of("sslmode", "verify-full", "sslrootcert", trusted));
    logins.assertSame(
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
  void factories_of_pgjdbc_and_of_the_application_are_used() {
    String here = "file:" + tls.server().certificate();
    String other = "file:" + tls.client().certificate();
    String single = SingleCertValidatingFactory.class.getName();
    logins.assertSame(
        "true", Map.of("sslmode", "require", "sslfactory", single, "sslfactoryarg", here));
    logins.assertSame(
        "SSL error", Map.of("sslmode", "require", "sslfactory", single, "sslfactoryarg", other));
    logins.assertSame(
        "The sslfactoryarg property must start with",
        Map.of("sslmode", "require", "sslfactory", single, "sslfactoryarg", "nonsense"));
    logins.assertSame(
        "The sslfactoryarg property may not be empty",
        Map.of("sslmode", "require", "sslfactory", single));
    logins.assertSame("true", Map.of("sslfactory", NonValidatingFactory.class.getName()));
    logins.assertSame(
        "unable to find valid certification path",
        Map.of("sslmode", "require", "sslfactory", DefaultJavaSSLFactory.class.getName()));
    logins.assertSame(
        "The SSLSocketFactory class provided no.such.Factory could not be instantiated.",
        Map.of("sslmode", "require", "sslfactory", "no.such.Factory"));
    logins.assertSame(
        "The SSLSocketFactory class provided java.lang.String could not be instantiated.",
        Map.of("sslmode", "require", "sslfactory", "java.lang.String"));
    logins.assertSame(
        "CountingTlsFactory could not be instantiated",
        Map.of("sslmode", "require", "sslfactory", CountingTlsFactory.class.getName()));
    int made = CountingTlsFactory.MADE.get();
    logins.assertSame(
        "true", Map.of("sslfactory", CountingTlsFactory.class.getName(), "sslfactoryarg", "count"));
    assertEquals(made + 4, CountingTlsFactory.MADE.get());
    Properties argument = new Properties();
    argument.setProperty("sslfactoryarg", "sing");
    Logins.assertSame(
        "counts, and does not sing",
        logins.address()
            + "?sslmode=require&user=u&sslfactory="
            + CountingTlsFactory.class.getName(),
        argument);
  }

  @Test
  void the_client_shows_its_certificate() throws IOException, SQLException {
    MadeKey client = tls.client();
    Path wrong = Files.writeString(tls.directory().resolve("wrong.der"), "nonsense");
    // The oldest pgjdbc reads keys in binary formats alone.
    boolean readsText = !pgjdbcVersion().equals("42.7.4");
    logins.assertSame(
        readsText ? "CN=" + CERTIFIED : "Could not read SSL key file",
        certified(client.key(), Map.of()));
    logins.assertSame("CN=" + CERTIFIED, certified(client.binaryKey(), Map.of()));
    logins.assertSame(
        "CN=" + CERTIFIED, certified(client.store(), Map.of("sslpassword", MadeKey.PASSWORD)));
    logins.assertSame(
        "CN=" + CERTIFIED,
        certified(client.store(), Map.of("sslpasswordcallback", PasswordCallback.class.getName())));
    logins.assertSame("password", certified(client.store(), Map.of("sslpassword", "wrong")));
    logins.assertSame(
        "could not be instantiated",
        certified(client.store(), Map.of("sslpasswordcallback", "no.such.Callback")));
    logins.assertSame("Could not read SSL key file", certified(wrong, Map.of("sslpassword", "x")));
    logins.assertSame("28000", Map.of("user", CERTIFIED, "sslmode", "require"));
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
  void a_password_is_bound_to_the_channel() {
    logins.assertSame("true", scram(Map.of("channelBinding", "require", "sslmode", "require")));
    logins.assertSame("true", scram(Map.of("sslmode", "require")));
    logins.assertSame(
        "true",
        scram(
            Map.of(
                "channelBinding",
                "require",
                "sslfactory",
                CountingTlsFactory.class.getName(),
                "sslfactoryarg",
                "count")));
    logins.assertSame("28000", scram(Map.of("sslmode", "disable")));
  }

  private static Map<String, String> scram(Map<String, String> more) {
    Map<String, String> given = new TreeMap<>(more);
    given.put("user", SCRAM);
    given.put("password", "secret");
    return given;
  }

  @Test
  void a_second_way_is_tried_when_the_first_is_closed() {
    logins.assertSame(PLAIN_ONLY + " false", Map.of("user", PLAIN_ONLY, "sslmode", "prefer"));
    logins.assertSame(TLS_ONLY + " true", Map.of("user", TLS_ONLY, "sslmode", "allow"));
    logins.assertSame("28000", Map.of("user", PLAIN_ONLY, "sslmode", "require"));
    logins.assertSame("28000", Map.of("user", TLS_ONLY, "sslmode", "disable"));
    logins.assertSame(" suppressed ", Map.of("user", CERTIFIED, "sslmode", "prefer"));
    logins.assertSame(" suppressed ", Map.of("user", CERTIFIED, "sslmode", "allow"));
  }

  @Test
  void servers_know_the_direct_handshake_from_version_17_on() throws SQLException {
    logins.assertSame(
        serverVersion() >= 17 ? "in:" : "out:",
        Map.of("sslmode", "require", "sslNegotiation", "direct"));
  }

  private int serverVersion() throws SQLException {
    try (Connection connection = database.connectPlain()) {
      return connection.getMetaData().getDatabaseMajorVersion();
    }
  }

  @Test
  void another_server_than_the_first_may_answer() {
    logins.assertSame(
        "true TLSv1.3",
        logins.address().replaceFirst("//localhost", "//localhost:1,localhost"),
        Map.of("sslmode", "require"));
  }
}
