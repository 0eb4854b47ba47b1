package io.github.pgbackground.it.server;

import java.util.Map;

/**
 * A running PostgreSQL, with a user that may create databases and roles.
 *
 * <p>{@code -Dpgbackground.test.server} says where it comes from: {@code embedded} (the default)
 * starts one from the binaries on the class path, {@code container} one in a container, and a
 * {@code jdbc:postgresql://…} URL names one that runs already.
 */
public interface TestServer extends AutoCloseable {

  /** What a server that the tests start is configured with, beyond its defaults. */
  Map<String, String> CONFIGURATION =
      Map.of(
          // Nothing runs, is cancelled or is logged but what the tests have begun.
          "autovacuum", "off",
          "fsync", "off",
          "lc_messages", "C",
          "max_connections", "200",
          "max_prepared_transactions", "10",
          "max_worker_processes", "64");

  /** The URL, for pgjdbc and complete with the user, of one of the server's databases. */
  String url(String database);

  /** The URL of the database that stays: the one to create and drop the others from. */
  String adminUrl();

  @Override
  void close();

  /** Starts the server that the system property asks for. */
  static TestServer start() {
    String choice = System.getProperty("pgbackground.test.server", "embedded");
    return switch (choice) {
      case "embedded" -> EmbeddedServer.start();
      case "container" -> ContainerServer.start();
      default -> new ExistingServer(choice);
    };
  }
}
