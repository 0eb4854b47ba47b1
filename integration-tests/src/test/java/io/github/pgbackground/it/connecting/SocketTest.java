package io.github.pgbackground.it.connecting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pgbackground.BackgroundDriver;
import io.github.pgbackground.it.ConnectionProperties;
import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postgresql.PGProperty;

/** This driver's own socket under its connections changes nothing about the application's. */
@ExtendWith(PostgresExtension.class)
class SocketTest {
  private static final String COUNTING = CountingSocketFactory.class.getName();

  private final TestDatabase database;

  SocketTest(TestDatabase database) {
    this.database = database;
  }

  private static String job(Statement statement) throws SQLException {
    try (ResultSet rows =
        statement.executeQuery(
            "select * from pg_background_result(pg_background_launch('select 7')) as (n int)")) {
      assertTrue(rows.next());
      return rows.getString(1);
    }
  }

  private static void assertServes(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      assertEquals("7", job(statement));
    }
  }

  @Test
  void a_factory_named_in_the_url_makes_the_sockets_of_sessions_and_workers() throws SQLException {
    String argument = "&socketFactory=" + COUNTING;
    int before = CountingSocketFactory.MADE.get();
    try (Connection connection =
        new BackgroundDriver().connect(database.url() + argument, new Properties())) {
      assertEquals(before + 1, CountingSocketFactory.MADE.get());
      assertServes(connection);
      assertEquals(before + 2, CountingSocketFactory.MADE.get());
      assertEquals(database.plainUrl() + argument, connection.getMetaData().getURL());
    }
  }

  @Test
  void a_cancel_goes_through_the_applications_factory() throws SQLException {
    int before = CountingSocketFactory.MADE.get();
    try (Connection connection =
            database.connect(ConnectionProperties.of("socketFactory", COUNTING));
        Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(1);
      SQLException e =
          assertThrows(SQLException.class, () -> statement.execute("select pg_sleep(60)"));
      assertEquals("57014", e.getSQLState());
      assertEquals(before + 2, CountingSocketFactory.MADE.get());
    }
  }

  @Test
  void sockets_may_be_connected_already() throws SQLException {
    Properties there =
        Objects.requireNonNull(org.postgresql.Driver.parseURL(database.plainUrl(), null));
    Properties properties =
        ConnectionProperties.of(
            "socketFactory",
            ConnectedSocketFactory.class.getName(),
            "socketFactoryArg",
            PGProperty.PG_HOST.getOrDefault(there) + " " + PGProperty.PG_PORT.getOrDefault(there),
            "user",
            PGProperty.USER.getOrDefault(there));
    try (Connection connection =
        new BackgroundDriver()
            .connect("jdbc:pgbackground://nowhere.invalid:1/" + database.name(), properties)) {
      assertServes(connection);
    }
  }

  @Test
  void a_factory_that_cannot_be_made_is_told_in_pgjdbcs_words() {
    Properties properties = ConnectionProperties.of("socketFactory", "no.such.Factory");
    SQLException ours = assertThrows(SQLException.class, () -> database.connect(properties));
    SQLException theirs = assertThrows(SQLException.class, () -> database.connectPlain(properties));
    assertEquals(theirs.getMessage(), ours.getMessage());
    assertEquals(theirs.getSQLState(), ours.getSQLState());
  }

  @Test
  void a_login_that_is_bounded_in_time_runs_on_another_thread() throws SQLException {
    try (Connection connection =
        database.connect(ConnectionProperties.of("loginTimeout", "60", "connectTimeout", "60"))) {
      assertServes(connection);
    }
  }

  @Test
  void a_network_timeout_is_what_was_set() throws SQLException {
    try (Connection connection = database.connect(ConnectionProperties.of("socketTimeout", "50"))) {
      assertEquals(50_000, connection.getNetworkTimeout());
      connection.setNetworkTimeout(Runnable::run, 40_000);
      assertServes(connection);
      assertEquals(40_000, connection.getNetworkTimeout());
    }
  }

  @Test
  void tls_lies_above() throws Exception {
    try (ServerTls tls = ServerTls.on(database);
        Connection connection = database.connect(ConnectionProperties.of("sslmode", "require"));
        Statement statement = connection.createStatement()) {
      try (ResultSet row =
          statement.executeQuery("select ssl from pg_stat_ssl where pid = pg_backend_pid()")) {
        assertTrue(row.next() && row.getBoolean(1));
      }
      try (ResultSet rows =
          statement.executeQuery(
              "select * from pg_background_result(pg_background_launch("
                  + "'select ssl from pg_stat_ssl where pid = pg_backend_pid()')) as (s bool)")) {
        assertTrue(rows.next() && rows.getBoolean(1));
      }
    }
  }
}
