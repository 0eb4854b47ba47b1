package io.github.pgbackground.internal.command;

import io.github.pgbackground.BackgroundDriver;
import java.io.Console;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Properties;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Connects with the password of the URL, else of {@code PGPASSWORD}, else of the password file,
 * which pgjdbc reads. Where the server wants another one, a person at the console is asked for it,
 * unless the URL has one: what is checked is that URL.
 */
record Login(String url, @Nullable String user) {
  /** For a server that says nothing, in seconds; what the URL says goes before. */
  private static final String LOGIN_TIMEOUT = "30";

  /** Longer than an inspection waits for a statement. */
  private static final String SOCKET_TIMEOUT = "60";

  private static final Pattern PASSWORD = Pattern.compile("[?&]password=");

  /**
   * A connection.
   *
   * @param millis how long the server took to let it in
   */
  record Entry(Connection connection, long millis) implements AutoCloseable {
    @Override
    public void close() throws SQLException {
      connection.close();
    }
  }

  Entry enter() throws SQLException {
    String password = System.getenv("PGPASSWORD");
    try {
      return enter(password);
    } catch (SQLException refused) {
      Console console = wantsPassword(refused) && !hasPassword() ? System.console() : null;
      char[] typed = console == null ? null : console.readPassword("Password: ");
      if (typed == null) {
        throw refused;
      }
      return enter(new String(typed));
    }
  }

  /** Whether the URL names a password, which goes before all others. */
  boolean hasPassword() {
    return PASSWORD.matcher(url).find();
  }

  private Entry enter(@Nullable String password) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("loginTimeout", LOGIN_TIMEOUT);
    properties.setProperty("socketTimeout", SOCKET_TIMEOUT);
    if (user != null) {
      properties.setProperty("user", user);
    }
    if (password != null && !password.isEmpty()) {
      properties.setProperty("password", password);
    }
    long begin = System.nanoTime();
    Connection connection = Objects.requireNonNull(new BackgroundDriver().connect(url, properties));
    return new Entry(connection, (System.nanoTime() - begin) / 1_000_000);
  }

  /** A wrong password is 28P01; that there is none pgjdbc says itself, with 08004. */
  static boolean wantsPassword(SQLException refused) {
    String state = String.valueOf(refused.getSQLState());
    return state.equals("28P01")
        || (state.equals("08004") && String.valueOf(refused.getMessage()).contains("password"));
  }
}
