package io.github.pgbackground.it.connecting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pgbackground.BackgroundDataSource;
import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.Properties;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postgresql.Driver;
import org.postgresql.PGConnection;
import org.postgresql.PGProperty;

/** A data source makes the driver's connections out of what its setters were told. */
@ExtendWith(PostgresExtension.class)
class DataSourceTest {
  private final TestDatabase database;

  DataSourceTest(TestDatabase database) {
    this.database = database;
  }

  /** A data source set up part by part, and not by a URL. */
  private BackgroundDataSource byParts() {
    Properties there = Objects.requireNonNull(Driver.parseURL(database.plainUrl(), null));
    BackgroundDataSource source = new BackgroundDataSource();
    source.setServerName(PGProperty.PG_HOST.getOrDefault(there));
    source.setPortNumber(Integer.parseInt(PGProperty.PG_PORT.getOrDefault(there)));
    source.setDatabaseName(database.name());
    source.setUser(PGProperty.USER.getOrDefault(there));
    return source;
  }

  private static String ask(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  @Test
  void a_url_is_enough() throws SQLException {
    BackgroundDataSource source = new BackgroundDataSource();
    source.setUrl(database.url());
    assertEquals(database.url(), source.getURL());
    try (Connection connection = source.getConnection()) {
      assertEquals(database.name(), ask(connection, "select current_database()"));
      assertTrue(connection.getClass().getName().startsWith("io.github.pgbackground."));
    }
  }

  @Test
  void server_port_database_and_user_are_enough() throws SQLException {
    BackgroundDataSource source = byParts();
    source.setPassword("none is needed");
    source.setLoginTimeout(7);
    try (Connection connection = source.getConnection()) {
      assertEquals(database.name(), ask(connection, "select current_database()"));
      assertEquals(source.getUser(), ask(connection, "select current_user"));
    }
    assertEquals(database.name(), source.getDatabaseName());
    assertEquals(7, source.getLoginTimeout());
    assertTrue(source.getPortNumber() > 0);
    assertEquals(0, new BackgroundDataSource().getPortNumber());
  }

  @Test
  void other_properties_are_set_by_name() throws SQLException {
    BackgroundDataSource source = byParts();
    Properties more = new Properties();
    more.setProperty("ApplicationName", "a source");
    more.setProperty("defaultRowFetchSize", "5");
    source.setProperties(more);
    source.setProperty("defaultRowFetchSize", null);
    source.setProperty("pgbackground.maxWorkers", "4");
    assertNull(source.getProperty("defaultRowFetchSize"));
    try (Connection connection = source.getConnection()) {
      assertEquals("a source", ask(connection, "show application_name"));
      assertEquals(0, connection.unwrap(PGConnection.class).getDefaultFetchSize());
    }
    source.setProperty("pgbackground.maxWorkers", "0");
    assertEquals("22023", assertThrows(SQLException.class, source::getConnection).getSQLState());
  }

  @Test
  void another_user_may_be_named_for_one_connection() throws SQLException {
    String role = "pgbackground_it_source_" + ProcessHandle.current().pid();
    try (Connection connection = database.connectPlain();
        Statement statement = connection.createStatement()) {
      statement.execute("create role " + role + " login");
      try (Connection theirs = byParts().getConnection(role, "a password")) {
        assertEquals(role, ask(theirs, "select current_user"));
      } finally {
        statement.execute("drop role " + role);
      }
    }
  }

  @Test
  void a_foreign_url_is_refused() {
    BackgroundDataSource source = new BackgroundDataSource();
    source.setURL(database.plainUrl());
    SQLException e = assertThrows(SQLException.class, source::getConnection);
    assertEquals("08001", e.getSQLState());
    assertEquals(
        "The data source's URL is not one of this driver: begin it with jdbc:pgbackground:",
        e.getMessage());
  }

  @Test
  void it_is_a_data_source_as_others_are() throws SQLException {
    BackgroundDataSource source = new BackgroundDataSource();
    PrintWriter log = new PrintWriter(new StringWriter());
    source.setLogWriter(log);
    assertSame(log, source.getLogWriter());
    assertSame(source, source.unwrap(DataSource.class));
    assertTrue(source.isWrapperFor(BackgroundDataSource.class));
    assertFalse(source.isWrapperFor(Connection.class));
    assertThrows(SQLException.class, () -> source.unwrap(Connection.class));
    assertEquals("io.github.pgbackground", source.getParentLogger().getName());
  }
}
