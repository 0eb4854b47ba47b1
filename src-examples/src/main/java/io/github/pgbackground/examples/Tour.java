package io.github.pgbackground.examples;

import java.io.IOException;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;

/**
 * The tour: connects through {@code jdbc:pgbackground:} to a PostgreSQL that it starts, or to
 * yours, and shows what background workers are good for.
 */
public final class Tour {
  private static final String PREFIX = "jdbc:pgbackground:";

  private static final String USAGE =
      """
      The tour of pgbackground-jdbc.

        (no arguments)   starts a PostgreSQL of its own in a temporary directory, and removes it
        --url URL        uses your server instead; all happens in a new schema, dropped at the end
        --help           shows this

      URL is jdbc:pgbackground://host:port/database?user=...&password=...
      The user needs the right to create a schema there, and six connections.
      From Maven: mvn -q -pl src-examples -am compile exec:exec -Dtour.args="--url URL"
      """;

  private final PrintStream out;

  private Tour(PrintStream out) {
    this.out = out;
  }

  public static void main(String[] arguments) {
    try {
      new Tour(System.out).run(List.of(arguments));
    } catch (IllegalArgumentException | IOException | SQLException e) {
      System.out.flush();
      System.err.println("The tour has stopped: " + e.getMessage());
      System.exit(1);
    }
  }

  private void run(List<String> arguments) throws IOException, SQLException {
    if (arguments.equals(List.of("--help"))) {
      out.print(USAGE);
    } else if (arguments.isEmpty()) {
      try (LocalServer server = LocalServer.start()) {
        show(server.url());
      }
      out.println("The server is stopped and its data are removed.");
    } else if (arguments.size() == 2 && arguments.get(0).equals("--url")) {
      show(checked(arguments.get(1)));
    } else {
      throw new IllegalArgumentException(
          "it does not know these arguments: "
              + String.join(" ", arguments)
              + "\n\n"
              + USAGE.stripTrailing());
    }
  }

  private static String checked(String url) {
    if (!url.startsWith(PREFIX)) {
      throw new IllegalArgumentException(
          "a URL for it begins with " + PREFIX + ", as in " + PREFIX + "//localhost/postgres");
    }
    return url;
  }

  private void show(String url) throws SQLException {
    try (Stage stage = Stage.open(url);
        Connection connection = DriverManager.getConnection(url, servedByTheDriver())) {
      DatabaseMetaData server = connection.getMetaData();
      out.println("PostgreSQL " + server.getDatabaseProductVersion() + ", by jdbc:pgbackground:");
      out.println("Extension pg_background: " + extension(connection));
      stage.enter(connection);
      new Steps(new Psql(connection, out)).all();
      out.println();
    }
    out.println("The tour is over; its schema is dropped.");
  }

  /** Where the database has the extension, it would serve the calls. */
  private static Properties servedByTheDriver() {
    Properties properties = new Properties();
    properties.setProperty("pgbackground.backend", "client");
    return properties;
  }

  private static String extension(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "SELECT extversion FROM pg_extension WHERE extname = 'pg_background'")) {
      return rows.next()
          ? rows.getString(1) + " is installed here, and serves only the trigger of step 10"
          : "not installed";
    }
  }
}
