package io.github.pgbackground.it.connecting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pgbackground.BackgroundDriver;
import io.github.pgbackground.BackgroundProperty;
import io.github.pgbackground.it.ConnectionProperties;
import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.serving.Sql;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The driver itself: how it is found, what it takes and what it says of itself. */
@ExtendWith(PostgresExtension.class)
class DriverTest {
  private final BackgroundDriver driver = new BackgroundDriver();
  private final TestDatabase database;

  DriverTest(TestDatabase database) {
    this.database = database;
  }

  @Test
  void the_driver_manager_finds_the_driver() throws SQLException {
    assertInstanceOf(BackgroundDriver.class, DriverManager.getDriver(database.url()));
    assertEquals(1, DriverManager.drivers().filter(d -> d instanceof BackgroundDriver).count());
    try (Connection connection = DriverManager.getConnection(database.url())) {
      assertTrue(connection.getClass().getName().startsWith("io.github.pgbackground."));
      assertEquals(database.name(), Sql.value(connection, "select current_database()"));
    }
  }

  @Test
  void a_driver_is_registered_once_and_can_be_taken_out() throws SQLException {
    assertTrue(BackgroundDriver.isRegistered());
    assertThrows(IllegalStateException.class, BackgroundDriver::register);
    BackgroundDriver.deregister();
    try {
      assertFalse(BackgroundDriver.isRegistered());
      assertThrows(IllegalStateException.class, BackgroundDriver::deregister);
      assertThrows(SQLException.class, () -> DriverManager.getConnection(database.url()));
    } finally {
      BackgroundDriver.register();
    }
    assertTrue(BackgroundDriver.isRegistered());
  }

  @Test
  void a_foreign_url_is_left_to_others_and_none_at_all_is_an_error() throws SQLException {
    assertNull(driver.connect(database.plainUrl(), new Properties()));
    assertFalse(driver.acceptsURL(database.plainUrl()));
    assertFalse(driver.acceptsURL("jdbc:pgbackground"));
    assertThrows(SQLException.class, () -> driver.connect(null, new Properties()));
    assertThrows(SQLException.class, () -> driver.acceptsURL(null));
    assertThrows(SQLException.class, () -> driver.getPropertyInfo(null, new Properties()));
  }

  @Test
  void the_properties_are_told_with_their_values_and_without_connecting() throws SQLException {
    Properties given =
        ConnectionProperties.of("user", "me", "pgbackground.launchTimeout", "nonsense");
    String rest = "//nowhere.invalid/db?ssl=true";
    DriverPropertyInfo[] ours =
        driver.getPropertyInfo("jdbc:pgbackground:" + rest + "&pgbackground.maxWorkers=9", given);
    DriverPropertyInfo[] theirs =
        new org.postgresql.Driver()
            .getPropertyInfo("jdbc:postgresql:" + rest, ConnectionProperties.of("user", "me"));
    assertEquals(
        Stream.concat(
                Stream.of(theirs).map(DriverTest::told),
                Stream.of(
                    "pgbackground.maxWorkers=9",
                    "pgbackground.launchTimeout=nonsense",
                    "pgbackground.idleTimeout=60000",
                    "pgbackground.maxSpill=1024",
                    "pgbackground.shutdownTimeout=30000",
                    "pgbackground.overflow=error",
                    "pgbackground.backend=auto",
                    "pgbackground.handleScope=session",
                    "pgbackground.registerMbeans=false"))
            .toList(),
        Stream.of(ours).map(DriverTest::told).toList());
    assertEquals(
        Stream.of(BackgroundProperty.values()).map(BackgroundProperty::description).toList(),
        Stream.of(ours).skip(theirs.length).map(info -> info.description).toList());
    assertEquals(ours.length, driver.getPropertyInfo("jdbc:pgbackground:db", null).length);
    assertEquals(ours.length, driver.getPropertyInfo("jdbc:postgresql:db", null).length);
  }

  private static String told(DriverPropertyInfo info) {
    return info.name + "=" + info.value;
  }

  @Test
  void the_driver_says_who_it_is() throws SQLException {
    assertEquals(0, driver.getMajorVersion());
    assertEquals(1, driver.getMinorVersion());
    assertFalse(driver.jdbcCompliant());
    assertEquals("io.github.pgbackground", driver.getParentLogger().getName());
  }
}
