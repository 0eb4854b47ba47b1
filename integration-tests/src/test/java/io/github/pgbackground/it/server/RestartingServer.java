package io.github.pgbackground.it.server;

import io.github.pgbackground.it.serving.Await;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;

/** A server of one test's own, which it may stop and start again: same data, same port. */
public final class RestartingServer implements AutoCloseable {
  private static final Path LOG = Path.of("target", "postgresql-restarting.log");

  private final Path data;
  private EmbeddedPostgres postgres;

  private RestartingServer(Path data, EmbeddedPostgres postgres) {
    this.data = data;
    this.postgres = postgres;
  }

  /** Starts it with no data, on a free port. */
  public static RestartingServer start(Path data) throws IOException {
    return new RestartingServer(data, builder(data, LOG).start());
  }

  /** A server with data of its own, which stay when it ends. */
  static EmbeddedPostgres.Builder builder(Path data, Path log) throws IOException {
    Files.createDirectories(log.getParent());
    return EmbeddedPostgres.builder()
        .setDataDirectory(data)
        .setCleanDataDirectory(false)
        .setPGStartupWait(Await.PATIENCE)
        .setLocaleConfig("locale", "C")
        .setServerConfig("lc_messages", "C")
        .setOutputRedirector(Redirect.appendTo(log.toFile()))
        .setErrorRedirector(Redirect.appendTo(log.toFile()));
  }

  /** Ends a server in good order, and returns when it has ended, however long it takes. */
  static void stop(EmbeddedPostgres postgres, Path data) throws Exception {
    postgres.close();
    Await.until("the server has ended", () -> Files.notExists(data.resolve("postmaster.pid")));
  }

  /** The URL for the driver under test. */
  public String url() {
    return postgres
        .getJdbcUrl("postgres", "postgres")
        .replaceFirst("^jdbc:postgresql:", "jdbc:pgbackground:");
  }

  /** Ends all sessions in good order, stops, and starts again. */
  public void restart() throws Exception {
    stop(postgres, data);
    postgres = builder(data, LOG).setPort(postgres.getPort()).start();
  }

  /**
   * Kills one of its processes, and returns when it has noticed: it ends all the others, and lets
   * nobody in before it has recovered.
   */
  public void crash(int pid) throws Exception {
    try (Connection other =
        DriverManager.getConnection(postgres.getJdbcUrl("postgres", "postgres"))) {
      new ProcessBuilder("kill", "-KILL", Integer.toString(pid)).start().waitFor();
      Await.until("the server ends the others", () -> !other.isValid(30));
    }
  }

  @Override
  public void close() throws Exception {
    stop(postgres, data);
  }
}
