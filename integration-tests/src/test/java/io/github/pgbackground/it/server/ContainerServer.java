package io.github.pgbackground.it.server;

import java.util.ArrayList;
import java.util.List;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * A server in a container, of the version that {@code -Dpgbackground.test.postgres} names.
 *
 * <p>It needs a container engine, and is exercised only where one runs: the project's own build
 * takes {@link EmbeddedServer}.
 */
final class ContainerServer implements TestServer {
  private final PostgreSQLContainer container;

  private ContainerServer(PostgreSQLContainer container) {
    this.container = container;
  }

  static ContainerServer start() {
    String version = System.getProperty("pgbackground.test.postgres", "15");
    PostgreSQLContainer container =
        new PostgreSQLContainer("postgres:" + version)
            .withUsername("postgres")
            .withPassword("postgres")
            .withEnv("POSTGRES_INITDB_ARGS", "--locale=C --encoding=UTF8")
            .withCommand(command());
    container.start();
    return new ContainerServer(container);
  }

  private static String[] command() {
    List<String> command = new ArrayList<>(List.of("postgres"));
    CONFIGURATION.forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
    return command.toArray(String[]::new);
  }

  @Override
  public String url(String database) {
    return "jdbc:postgresql://"
        + container.getHost()
        + ":"
        + container.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT)
        + "/"
        + database
        + "?user=postgres&password=postgres";
  }

  @Override
  public String adminUrl() {
    return url("postgres");
  }

  @Override
  public void close() {
    container.stop();
  }
}
