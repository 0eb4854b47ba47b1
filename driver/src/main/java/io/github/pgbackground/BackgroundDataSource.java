package io.github.pgbackground;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Properties;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGProperty;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

/**
 * A data source of the same connections that {@link BackgroundDriver} makes, for code that sets up
 * beans: it does not pool.
 *
 * <p>Where a URL says something, it goes before the other properties, as it does in pgjdbc. Set it
 * up before threads share it.
 */
public class BackgroundDataSource implements DataSource {
  /** Says nothing: host, port and database come from the properties. */
  private static final String BARE_URL = "jdbc:pgbackground://";

  private final BackgroundDriver driver = new BackgroundDriver();
  private final Properties properties = new Properties();
  private String url = BARE_URL;
  private @Nullable PrintWriter logWriter;

  /** For a server on this machine, until something else is set. */
  public BackgroundDataSource() {}

  @Override
  public Connection getConnection() throws SQLException {
    return connection(properties);
  }

  @Override
  public Connection getConnection(@Nullable String user, @Nullable String password)
      throws SQLException {
    Properties theirs = new Properties();
    theirs.putAll(properties);
    put(theirs, PGProperty.USER.getName(), user);
    put(theirs, PGProperty.PASSWORD.getName(), password);
    return connection(theirs);
  }

  private Connection connection(Properties properties) throws SQLException {
    Connection connection = driver.connect(url, properties);
    if (connection == null) {
      throw new PSQLException(
          "The data source's URL is not one of this driver: begin it with jdbc:pgbackground:",
          PSQLState.CONNECTION_UNABLE_TO_CONNECT);
    }
    return connection;
  }

  /**
   * Sets a property of pgjdbc or a {@link BackgroundProperty}.
   *
   * @param name its name in URLs
   * @param value null takes it out
   */
  public void setProperty(String name, @Nullable String value) {
    put(properties, name, value);
  }

  /**
   * A property of pgjdbc or a {@link BackgroundProperty}.
   *
   * @param name its name in URLs
   * @return the value that was set, or null
   */
  public @Nullable String getProperty(String name) {
    return properties.getProperty(name);
  }

  /**
   * Sets properties.
   *
   * @param properties values by their names in URLs
   */
  public void setProperties(Properties properties) {
    properties.stringPropertyNames().forEach(n -> setProperty(n, properties.getProperty(n)));
  }

  private static void put(Properties properties, String name, @Nullable String value) {
    if (value == null) {
      properties.remove(name);
    } else {
      properties.setProperty(name, value);
    }
  }

  /** {@return the URL, {@code jdbc:pgbackground://} until one is set} */
  public String getUrl() {
    return url;
  }

  /**
   * Sets the URL.
   *
   * @param url it begins with {@code jdbc:pgbackground:}
   */
  public void setUrl(String url) {
    this.url = url;
  }

  /** {@return the same as {@link #getUrl}, for tools that ask for it by this name} */
  public String getURL() {
    return getUrl();
  }

  /**
   * The same as {@link #setUrl}, for tools that ask for it by this name.
   *
   * @param url it begins with {@code jdbc:pgbackground:}
   */
  public void setURL(String url) {
    setUrl(url);
  }

  /** {@return the user to log in as, null for what the URL or pgjdbc says} */
  public @Nullable String getUser() {
    return getProperty(PGProperty.USER.getName());
  }

  /**
   * Sets the user to log in as.
   *
   * @param user null for what the URL or pgjdbc says
   */
  public void setUser(@Nullable String user) {
    setProperty(PGProperty.USER.getName(), user);
  }

  /** {@return the password to log in with, null for what the URL or pgjdbc says} */
  public @Nullable String getPassword() {
    return getProperty(PGProperty.PASSWORD.getName());
  }

  /**
   * Sets the password to log in with.
   *
   * @param password null for what the URL or pgjdbc says
   */
  public void setPassword(@Nullable String password) {
    setProperty(PGProperty.PASSWORD.getName(), password);
  }

  /** {@return the host, null for what the URL or pgjdbc says} */
  public @Nullable String getServerName() {
    return getProperty(PGProperty.PG_HOST.getName());
  }

  /**
   * Sets the host.
   *
   * @param serverName null for what the URL or pgjdbc says
   */
  public void setServerName(@Nullable String serverName) {
    setProperty(PGProperty.PG_HOST.getName(), serverName);
  }

  /** {@return the port, 0 as long as none is set: then it is PostgreSQL's own} */
  public int getPortNumber() {
    return number(PGProperty.PG_PORT);
  }

  /**
   * Sets the port.
   *
   * @param portNumber 0 for what the URL or pgjdbc says
   */
  public void setPortNumber(int portNumber) {
    setNumber(PGProperty.PG_PORT, portNumber);
  }

  /** {@return the database, null for what the URL or pgjdbc says} */
  public @Nullable String getDatabaseName() {
    return getProperty(PGProperty.PG_DBNAME.getName());
  }

  /**
   * Sets the database.
   *
   * @param databaseName null for what the URL or pgjdbc says
   */
  public void setDatabaseName(@Nullable String databaseName) {
    setProperty(PGProperty.PG_DBNAME.getName(), databaseName);
  }

  @Override
  public int getLoginTimeout() {
    return number(PGProperty.LOGIN_TIMEOUT);
  }

  @Override
  public void setLoginTimeout(int seconds) {
    setNumber(PGProperty.LOGIN_TIMEOUT, seconds);
  }

  private int number(PGProperty property) {
    String value = getProperty(property.getName());
    return value == null ? 0 : Integer.parseInt(value);
  }

  private void setNumber(PGProperty property, int number) {
    setProperty(property.getName(), number == 0 ? null : Integer.toString(number));
  }

  @Override
  public @Nullable PrintWriter getLogWriter() {
    return logWriter;
  }

  /** Kept and handed back; the driver logs to {@code java.util.logging}. */
  @Override
  public void setLogWriter(@Nullable PrintWriter logWriter) {
    this.logWriter = logWriter;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    return driver.getParentLogger();
  }

  @Override
  public <T> T unwrap(Class<T> iface) throws SQLException {
    if (iface.isInstance(this)) {
      return iface.cast(this);
    }
    throw new SQLException("Cannot unwrap to " + iface.getName());
  }

  @Override
  public boolean isWrapperFor(Class<?> iface) {
    return iface.isInstance(this);
  }
}
