package io.github.pgbackground.it.connecting;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pgbackground.BackgroundDriver;
import io.github.pgbackground.it.ConnectionProperties;
import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.serving.Sql;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGProperty;

/** URLs and properties lead where they lead with pgjdbc. */
@ExtendWith(PostgresExtension.class)
class UrlTest {
  private final BackgroundDriver driver = new BackgroundDriver();
  private final TestDatabase database;
  private final Properties there;

  UrlTest(TestDatabase database) {
    this.database = database;
    this.there = Objects.requireNonNull(org.postgresql.Driver.parseURL(database.plainUrl(), null));
  }

  private String host() {
    return PGProperty.PG_HOST.getOrDefault(there);
  }

  private String port() {
    return PGProperty.PG_PORT.getOrDefault(there);
  }

  private String user() {
    return PGProperty.USER.getOrDefault(there);
  }

  private void assertArrives(String url, Properties properties) throws SQLException {
    try (Connection connection = driver.connect(url, properties)) {
      assertNotNull(connection, url);
      assertArrived(connection);
    }
  }

  private void assertArrived(Connection connection) throws SQLException {
    assertTrue(connection.getClass().getName().startsWith("io.github.pgbackground."));
    assertEquals(database.name(), Sql.value(connection, "select current_database()"));
  }

  @Test
  void a_url_that_cannot_be_parsed_is_refused_without_its_password() {
    SQLException refused =
        assertThrows(
            SQLException.class,
            () ->
                new BackgroundDriver().connect("jdbc:pgbackground://a/b/c?password=secret", null));
    assertEquals("Unable to parse URL jdbc:postgresql://a/b/c?password=***", refused.getMessage());
    assertNull(refused.getCause());
  }

  @Test
  void a_url_that_pgjdbc_does_not_understand_is_refused_as_pgjdbc_refuses_it() throws SQLException {
    assertTrue(driver.acceptsURL("jdbc:pgbackground://h/db"));
    assertFalse(driver.acceptsURL("jdbc:pgbackground://h"));
    SQLException ours =
        assertThrows(SQLException.class, () -> driver.connect("jdbc:pgbackground://h", null));
    SQLException theirs =
        assertThrows(
            SQLException.class,
            () -> new org.postgresql.Driver().connect("jdbc:postgresql://h", null));
    assertEquals(theirs.getMessage(), ours.getMessage());
    assertEquals(theirs.getSQLState(), ours.getSQLState());
  }

  @Test
  void every_form_of_url_arrives() throws SQLException {
    String rest = "//" + host() + ":" + port() + "/" + database.name() + "?user=" + user();
    assertArrives("jdbc:pgbackground:" + rest, new Properties());
    assertArrives("jdbc:pgbackground:postgresql:" + rest, new Properties());
    Properties where = ConnectionProperties.of("user", user(), "PGHOST", host(), "PGPORT", port());
    assertArrives("jdbc:pgbackground:" + database.name(), where);
    where.setProperty("PGDBNAME", database.name());
    assertArrives("jdbc:pgbackground://", where);
  }

  @Test
  void the_first_host_that_answers_is_taken() throws SQLException {
    assertArrives(
        "jdbc:pgbackground://localhost:1,"
            + host()
            + ":"
            + port()
            + "/"
            + database.name()
            + "?targetServerType=primary&user="
            + user(),
        new Properties());
  }

  @Test
  void a_service_of_the_service_file_is_followed(@TempDir Path directory) throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("pg_service.conf"),
            "[here]\nhost=" + host() + "\nport=" + port() + "\ndbname=" + database.name() + "\n");
    String key = "org.postgresql.pgservicefile";
    String before = System.getProperty(key);
    System.setProperty(key, file.toString());
    try {
      assertArrives("jdbc:pgbackground://?service=here&user=" + user(), new Properties());
    } finally {
      if (before == null) {
        System.clearProperty(key);
      } else {
        System.setProperty(key, before);
      }
    }
  }

  @Test
  void the_applications_socket_factory_is_used() throws SQLException {
    int before = CountingSocketFactory.MADE.get();
    assertArrives(
        database.url(),
        ConnectionProperties.of("socketFactory", CountingSocketFactory.class.getName()));
    assertTrue(CountingSocketFactory.MADE.get() > before);
  }

  @Test
  void properties_may_stand_behind_others_as_defaults() throws SQLException {
    Properties defaults =
        ConnectionProperties.of("ApplicationName", "by default", "pgbackground.maxWorkers", "0");
    Properties properties = new Properties(defaults);
    assertEquals(
        "22023",
        assertThrows(SQLException.class, () -> driver.connect(database.url(), properties))
            .getSQLState());
    properties.setProperty("pgbackground.maxWorkers", "1");
    try (Connection connection =
        Objects.requireNonNull(driver.connect(database.url(), properties))) {
      assertEquals("by default", connection.getClientInfo("ApplicationName"));
    }
  }

  @Test
  void an_unknown_property_of_ours_is_a_warning_and_pgjdbcs_are_not() throws SQLException {
    Properties properties =
        ConnectionProperties.of(
            "pgbackground.idletimeout", "1", "pgbackground.maxWorkers", "2", "nobodys", "3");
    try (Connection connection =
        Objects.requireNonNull(
            driver.connect(database.url() + "&pgbackground.maxWorker=5", properties))) {
      assertArrived(connection);
      List<String> messages = new ArrayList<>();
      for (SQLWarning w = connection.getWarnings(); w != null; w = w.getNextWarning()) {
        messages.add(w.getMessage());
      }
      String known = " is not known and has no effect; did you mean ";
      assertEquals(
          List.of(
              "The property pgbackground.idletimeout" + known + "pgbackground.idleTimeout?",
              "The property pgbackground.maxWorker" + known + "pgbackground.maxWorkers?"),
          messages.stream().sorted().toList());
      connection.clearWarnings();
      assertNull(connection.getWarnings());
    }
    try (Connection connection = database.connect()) {
      assertNull(connection.getWarnings());
    }
  }

  @Test
  void a_bad_value_is_refused_before_connecting_and_no_password_is_told() {
    SQLException e =
        assertThrows(
            SQLException.class,
            () ->
                driver.connect(
                    "jdbc:pgbackground://localhost:1/db?password=secret&pgbackground.maxWorkers=x",
                    ConnectionProperties.of("password", "secret")));
    assertEquals("22023", e.getSQLState());
    assertEquals(
        "The property pgbackground.maxWorkers cannot be \"x\":"
            + " give a whole number from 1 to 10000, or leave it out for 16.",
        e.getMessage());
  }

  @Test
  void what_prevents_a_connection_is_said_in_pgjdbcs_words() {
    String nowhere = "//" + host() + ":" + port() + "/nowhere?user=" + user();
    for (String rest : List.of(nowhere, "//localhost:1/db", "//localhost:1/db?sslmode=x")) {
      SQLException ours =
          assertThrows(SQLException.class, () -> driver.connect("jdbc:pgbackground:" + rest, null));
      SQLException theirs =
          assertThrows(
              SQLException.class,
              () -> new org.postgresql.Driver().connect("jdbc:postgresql:" + rest, null));
      assertAll(
          () -> assertEquals(theirs.getClass(), ours.getClass()),
          () -> assertEquals(theirs.getSQLState(), ours.getSQLState()),
          () -> assertEquals(theirs.getMessage(), ours.getMessage()));
    }
  }
}
