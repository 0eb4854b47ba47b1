package io.github.pgbackground.it;

import io.github.pgbackground.it.server.TestServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A database that a test has for itself: made empty, with encoding UTF8 and locale C, and dropped
 * on close.
 *
 * <p>Who opens a connection closes it (try-with-resources); {@link LeakCheck} finds those that were
 * forgotten.
 */
public final class TestDatabase implements AutoCloseable {
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private final TestServer server;
  private final String name;
  private final List<Connection> opened = new CopyOnWriteArrayList<>();

  private TestDatabase(TestServer server, String name) {
    this.server = server;
    this.name = name;
  }

  /** Makes a database on this server, with a name that no other run of the tests has. */
  public static TestDatabase createOn(TestServer server) throws SQLException {
    String name =
        "pgbackground_it_" + ProcessHandle.current().pid() + "_" + NUMBERS.incrementAndGet();
    TestDatabase database = new TestDatabase(server, name);
    database.administer(
        "create database "
            + name
            + " template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C'");
    return database;
  }

  public String name() {
    return name;
  }

  /** The URL for plain pgjdbc. It has a query already: append {@code &name=value}. */
  public String plainUrl() {
    return server.url(name);
  }

  /** The URL for the driver under test. It has a query already: append {@code &name=value}. */
  public String url() {
    return plainUrl().replaceFirst("^jdbc:postgresql:", "jdbc:pgbackground:");
  }

  /** Opens a connection of the driver under test. */
  public Connection connect() throws SQLException {
    return connect(new Properties());
  }

  /** Opens a connection of the driver under test with properties besides those of the URL. */
  public Connection connect(Properties properties) throws SQLException {
    return open(url(), properties);
  }

  /** Opens a connection of plain pgjdbc. */
  public Connection connectPlain() throws SQLException {
    return connectPlain(new Properties());
  }

  /** Opens a connection of plain pgjdbc with properties besides those of the URL. */
  public Connection connectPlain(Properties properties) throws SQLException {
    return open(plainUrl(), properties);
  }

  /** Opens a plain connection to another database of the server, to look at this one from there. */
  public Connection admin() throws SQLException {
    return open(server.adminUrl(), new Properties());
  }

  /** Closes the connections that nobody has closed, and says how many they were. */
  int closeForgotten() throws SQLException {
    int forgotten = 0;
    for (Connection connection : opened) {
      if (!connection.isClosed()) {
        forgotten++;
        connection.close();
      }
    }
    opened.clear();
    return forgotten;
  }

  /** Drops the database, with whoever is still in it. */
  @Override
  public void close() throws SQLException {
    for (String transaction : preparedTransactions()) {
      try (Connection connection = connectPlain();
          Statement statement = connection.createStatement()) {
        statement.execute("rollback prepared '" + transaction + "'");
      }
    }
    closeForgotten();
    administer("drop database if exists " + name + " with (force)");
  }

  private List<String> preparedTransactions() throws SQLException {
    List<String> transactions = new ArrayList<>();
    try (Connection connection = admin();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select gid from pg_prepared_xacts where database = '" + name + "'")) {
      while (rows.next()) {
        transactions.add(rows.getString(1));
      }
    }
    return transactions;
  }

  private void administer(String sql) throws SQLException {
    try (Connection connection = admin();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private Connection open(String url, Properties properties) throws SQLException {
    Connection connection = DriverManager.getConnection(url, properties);
    opened.add(connection);
    return connection;
  }
}
