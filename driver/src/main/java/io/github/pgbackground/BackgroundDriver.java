package io.github.pgbackground;

import io.github.pgbackground.internal.bridge.WorkerBridge;
import io.github.pgbackground.internal.jdbc.BackgroundConnection;
import io.github.pgbackground.internal.link.LinkedConnection;
import io.github.pgbackground.internal.login.Target;
import io.github.pgbackground.internal.session.Session;
import io.github.pgbackground.internal.session.setting.StartupOptions;
import io.github.pgbackground.internal.settings.Address;
import io.github.pgbackground.internal.settings.Settings;
import io.github.pgbackground.internal.settings.Spelling;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Objects;
import java.util.Properties;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGProperty;
import org.postgresql.jdbc.PgConnection;
import org.postgresql.util.HostSpec;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

/**
 * The driver for {@code jdbc:pgbackground:} URLs, which go on as pgjdbc's do after {@code
 * jdbc:postgresql:}; {@code jdbc:pgbackground:postgresql:} means the same.
 *
 * <p>It registers itself with {@link DriverManager} when the class is loaded.
 */
public final class BackgroundDriver implements Driver {
  private static final String BARE_URL = "jdbc:pgbackground://";

  private static @Nullable BackgroundDriver registered;

  static {
    try {
      register();
    } catch (SQLException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final org.postgresql.Driver pgjdbc = new org.postgresql.Driver();

  /** One that {@link DriverManager} does not know: it has one of its own. */
  public BackgroundDriver() {}

  /**
   * Registers the driver with {@link DriverManager}, which loading the class has done before.
   *
   * @throws SQLException never, today
   */
  public static synchronized void register() throws SQLException {
    if (registered != null) {
      throw new IllegalStateException("The driver is already registered.");
    }
    BackgroundDriver driver = new BackgroundDriver();
    DriverManager.registerDriver(driver);
    registered = driver;
  }

  /**
   * Takes the driver from {@link DriverManager}, so that its class loader can be collected.
   *
   * @throws SQLException never, today
   */
  public static synchronized void deregister() throws SQLException {
    if (registered == null) {
      throw new IllegalStateException("The driver is not registered.");
    }
    DriverManager.deregisterDriver(registered);
    registered = null;
  }

  /** {@return whether {@link DriverManager} knows the driver} */
  public static synchronized boolean isRegistered() {
    return registered != null;
  }

  /** Connects, or answers null when the URL is for another driver. */
  @Override
  public @Nullable Connection connect(@Nullable String url, @Nullable Properties info)
      throws SQLException {
    Address address = address(url, info);
    if (address == null) {
      return null;
    }
    Settings settings = Settings.of(address.own());
    LinkedConnection linked = connect(address);
    PgConnection connection = linked.connection();
    Spelling.warnings(address.own().keySet()).forEach(connection::addWarning);
    HostSpec host = connection.getQueryExecutor().getHostSpec();
    Properties given = copy(address.properties());
    Session session =
        new Session(
            connection,
            linked.link(),
            settings,
            () -> Target.of(address.url(), given, host),
            WorkerBridge::new);
    session.installation().warnings(settings).forEach(connection::addWarning);
    return BackgroundConnection.open(connection, session, address.url());
  }

  private static LinkedConnection connect(Address address) throws SQLException {
    if (!isParsable(address)) {
      throw new PSQLException(
          "Unable to parse URL " + address.shownUrl(), PSQLState.UNEXPECTED_ERROR);
    }
    Properties parsed = org.postgresql.Driver.parseURL(address.url(), address.properties());
    if (parsed != null) {
      StartupOptions.check(PGProperty.OPTIONS.getOrDefault(parsed));
    }
    return LinkedConnection.open(address.url(), address.properties());
  }

  /** pgjdbc logs a URL that it cannot parse, and shows it, so it never gets one with a password. */
  private static boolean isParsable(Address address) {
    String shown = address.shownUrl();
    return shown.equals(address.url())
        || org.postgresql.Driver.parseURL(shown, address.properties()) != null;
  }

  /** The application may change its own properties as soon as it is connected. */
  private static Properties copy(@Nullable Properties properties) {
    Properties copy = new Properties();
    if (properties != null) {
      properties
          .stringPropertyNames()
          .forEach(name -> copy.setProperty(name, properties.getProperty(name)));
    }
    return copy;
  }

  @Override
  public boolean acceptsURL(@Nullable String url) throws SQLException {
    Address address = address(url, null);
    return address != null && isParsable(address) && pgjdbc.acceptsURL(address.url());
  }

  /** pgjdbc's properties and ours, with the values given for them; whatever the URL, as pgjdbc. */
  @Override
  public DriverPropertyInfo[] getPropertyInfo(@Nullable String url, @Nullable Properties info)
      throws SQLException {
    Address given = address(url, info);
    Address address =
        given != null && isParsable(given)
            ? given
            : Objects.requireNonNull(address(BARE_URL, info));
    Stream<DriverPropertyInfo> theirs =
        Arrays.stream(pgjdbc.getPropertyInfo(address.url(), address.properties()));
    Stream<DriverPropertyInfo> ours =
        Arrays.stream(BackgroundProperty.values())
            .map(property -> info(property, address.own().get(property.key())));
    return Stream.concat(theirs, ours).toArray(DriverPropertyInfo[]::new);
  }

  private static DriverPropertyInfo info(BackgroundProperty property, @Nullable String value) {
    DriverPropertyInfo info =
        new DriverPropertyInfo(property.key(), value != null ? value : property.defaultValue());
    info.description = property.description();
    if (!property.choices().isEmpty()) {
      info.choices = property.choices().toArray(String[]::new);
    }
    return info;
  }

  private static @Nullable Address address(@Nullable String url, @Nullable Properties info)
      throws SQLException {
    if (url == null) {
      throw new SQLException("The URL is null.");
    }
    return Address.of(url, info);
  }

  @Override
  public int getMajorVersion() {
    return Version.MAJOR;
  }

  @Override
  public int getMinorVersion() {
    return Version.MINOR;
  }

  /** False, as pgjdbc says of itself: PostgreSQL is not fully SQL-92. */
  @Override
  public boolean jdbcCompliant() {
    return false;
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getLogger("io.github.pgbackground");
  }
}
