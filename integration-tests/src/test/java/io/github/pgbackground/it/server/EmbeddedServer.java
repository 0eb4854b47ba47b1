package io.github.pgbackground.it.server;

import io.github.pgbackground.it.serving.Await;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;

/** A server of this JVM's own, from the binaries on the class path; it ends with the JVM. */
final class EmbeddedServer implements TestServer {
  private static final Path LOG = Path.of("target", "postgresql.log");

  private final EmbeddedPostgres postgres;

  private EmbeddedServer(EmbeddedPostgres postgres) {
    this.postgres = postgres;
  }

  static EmbeddedServer start() {
    try {
      Files.createDirectories(LOG.getParent());
      EmbeddedPostgres.Builder builder =
          EmbeddedPostgres.builder()
              .setPGStartupWait(Await.PATIENCE)
              .setLocaleConfig("locale", "C")
              .setOutputRedirector(Redirect.appendTo(LOG.toFile()))
              .setErrorRedirector(Redirect.appendTo(LOG.toFile()));
      CONFIGURATION.forEach(builder::setServerConfig);
      return new EmbeddedServer(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException("the embedded PostgreSQL did not start, see " + LOG, e);
    }
  }

  @Override
  public String url(String database) {
    return postgres.getJdbcUrl("postgres", database);
  }

  @Override
  public String adminUrl() {
    return url("postgres");
  }

  @Override
  public void close() {
    try {
      postgres.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
