package io.github.pgbackground.it.connecting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pgbackground.BackgroundDriver;
import io.github.pgbackground.it.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.postgresql.Driver;

/** Logins with this driver and with pgjdbc: what comes of the one is what comes of the other. */
final class Logins {
  private final TestDatabase database;

  Logins(TestDatabase database) {
    this.database = database;
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
  void assertSame(String expected, Map<String, String> given) {
    assertSame(expected, address(), given);
  }

  void assertSame(String expected, String address, Map<String, String> given) {
    Properties properties = Objects.requireNonNull(Driver.parseURL(database.plainUrl(), null));
    properties.keySet().removeIf(name -> name.toString().startsWith("PG"));
    properties.putAll(given);
    assertSame(expected, address, properties);
    StringBuilder query = new StringBuilder("?a=b");
    properties.forEach((name, value) -> query.append('&').append(name).append('=').append(value));
    assertSame(expected, address + query, new Properties());
  }

  static void assertSame(String expected, String url, Properties properties) {
    String theirs = outcome(() -> new Driver().connect("jdbc:postgresql:" + url, properties));
    assertTrue(theirs.contains(expected), () -> url + " " + properties + " gives " + theirs);
    assertEquals(
        theirs,
        outcome(() -> new BackgroundDriver().connect("jdbc:pgbackground:" + url, properties)),
        () -> url + " " + properties);
  }

  String address() {
    return database.plainUrl().replaceFirst("^jdbc:postgresql:", "").replaceFirst("[?].*", "");
  }
}
