package io.github.pgbackground.examples;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.time.Duration;

/** A PostgreSQL of this JVM's own, with its data in a temporary directory; both end with it. */
final class LocalServer implements AutoCloseable {
  private final EmbeddedPostgres postgres;

  private LocalServer(EmbeddedPostgres postgres) {
    this.postgres = postgres;
  }

  static LocalServer start() throws IOException {
    try {
      return new LocalServer(
          EmbeddedPostgres.builder()
              .setLocaleConfig("locale", "C")
              .setPGStartupWait(Duration.ofMinutes(2))
              .start());
    } catch (IOException | RuntimeException e) {
      throw new IOException(
          "a PostgreSQL of its own does not start here ("
              + e.getMessage()
              + "). Give it one of yours with --url.",
          e);
    }
  }

  String url() {
    return postgres
        .getJdbcUrl("postgres", "postgres")
        .replaceFirst("^jdbc:postgresql:", "jdbc:pgbackground:");
  }

  @Override
  public void close() throws IOException {
    postgres.close();
  }
}
