package io.github.pgbackground.benchmarks;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/** One of those that are compared. */
enum Side {
  PLAIN,
  DBLINK,
  OURS;

  private static final String DBLINK_AVAILABLE =
      "select exists (select from pg_available_extensions where name = 'dblink')";

  /**
   * Opens a session of this side.
   *
   * @param plainUrl the database, as pgjdbc knows it
   */
  Connection connect(String plainUrl) throws SQLException {
    if (this == OURS) {
      return DriverManager.getConnection(
          plainUrl.replaceFirst("^jdbc:postgresql:", "jdbc:pgbackground:"));
    }
    Connection connection = DriverManager.getConnection(plainUrl);
    if (this == DBLINK) {
      keepLink(connection, plainUrl);
    }
    return connection;
  }

  /** Whether the database can have this side: dblink comes with the server's contrib modules. */
  boolean isAvailable(String plainUrl) throws SQLException {
    if (this != DBLINK) {
      return true;
    }
    try (Connection connection = DriverManager.getConnection(plainUrl);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(DBLINK_AVAILABLE)) {
      return row.next() && row.getBoolean(1);
    }
  }

  /** Opens dblink's connection to the database itself, under the name {@code kept}. */
  private static void keepLink(Connection connection, String plainUrl) throws SQLException {
    Properties properties = Driver.parseURL(plainUrl, null);
    try (Statement statement = connection.createStatement()) {
      statement.execute("create extension if not exists dblink");
      statement.execute(
          "select dblink_connect('kept', '"
              + parameter("host", PGProperty.PG_HOST, properties)
              + parameter("port", PGProperty.PG_PORT, properties)
              + parameter("dbname", PGProperty.PG_DBNAME, properties)
              + parameter("user", PGProperty.USER, properties)
              + parameter("password", PGProperty.PASSWORD, properties)
              + "')");
    }
  }

  private static String parameter(String name, PGProperty property, Properties properties) {
    String value = property.getOrDefault(properties);
    return value == null ? "" : name + "=" + value + " ";
  }
}
