package io.github.pgbackground.benchmarks;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/** One of those that are compared. */
enum Side {
  PLAIN(null),
  DBLINK("dblink"),
  EXTENSION("pg_background"),
  OURS(null);

  private static final String AVAILABLE =
      "select from pg_available_extensions where name = ?";

  private final @Nullable String extension;

  /**
   * @param extension what the server has to have for it
   */
  Side(@Nullable String extension) {
    this.extension = extension;
  }

  /** Opens a session of this side, in a fork of the benchmark. */
  Connection connect() throws SQLException {
    return this == EXTENSION ? connectInstalled() : open(System.getProperty(Alternation.URL));
  }

  /** The same in the database in which pg_background is installed. */
  Connection connectInstalled() throws SQLException {
    return open(System.getProperty(Alternation.INSTALLED_URL));
  }

  private Connection open(String plainUrl) throws SQLException {
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

  /**
   * Whether the server can have this side.
   *
   * @param plainUrl one of its databases, as pgjdbc knows it
   */
  boolean isAvailable(String plainUrl) throws SQLException {
    if (extension == null) {
      return true;
    }
    try (Connection connection = DriverManager.getConnection(plainUrl);
        PreparedStatement query = connection.prepareStatement(AVAILABLE)) {
      query.setString(1, extension);
      try (ResultSet row = query.executeQuery()) {
        return row.next();
      }
    }
  }

  /** Why the server does not have it, as a line; empty if it has. */
  String note(String plainUrl) throws SQLException {
    return isAvailable(plainUrl)
        ? ""
        : "This server does not have the extension " + extension + ": not measured.\n";
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
