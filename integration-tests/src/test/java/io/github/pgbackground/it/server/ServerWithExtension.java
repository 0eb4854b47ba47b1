package io.github.pgbackground.it.server;

import io.github.pgbackground.it.serving.Await;
import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.embedded.PgBinaryResolver;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * A server of one test's own that has an extension of the name pg_background, for what only looks
 * at the name, as dumps do: its functions do nothing.
 */
public final class ServerWithExtension implements AutoCloseable {
  private static final Path LOG = Path.of("target", "postgresql-extension.log");
  private static final String CONTROL = "default_version = '1.8'\nrelocatable = true\n";
  private static final String SCRIPT =
      """
      CREATE FUNCTION pg_background_launch(sql text, queue_size int4 DEFAULT 65536) RETURNS int4
        LANGUAGE sql STRICT AS 'SELECT 0';
      CREATE FUNCTION pg_background_result(pid int4) RETURNS SETOF record
        LANGUAGE sql STRICT AS 'SELECT NULL::text';
      """;

  private final EmbeddedPostgres postgres;

  private ServerWithExtension(EmbeddedPostgres postgres) {
    this.postgres = postgres;
  }

  /**
   * Starts it on a free port.
   *
   * @param directory of its alone, for its programs too
   */
  public static ServerWithExtension start(Path directory) throws IOException {
    Files.createDirectories(LOG.getParent());
    Files.createDirectories(directory);
    EmbeddedPostgres postgres =
        EmbeddedPostgres.builder()
            .setPgBinaryResolver(new OwnPrograms())
            .setPGStartupWait(Await.PATIENCE)
            .setOverrideWorkingDirectory(directory.toFile())
            .setLocaleConfig("locale", "C")
            .setOutputRedirector(Redirect.appendTo(LOG.toFile()))
            .setErrorRedirector(Redirect.appendTo(LOG.toFile()))
            .start();
    try (Stream<Path> files = Files.walk(directory)) {
      Path extensions =
          files
              .filter(file -> file.endsWith("extension/plpgsql.control"))
              .findFirst()
              .orElseThrow();
      Files.writeString(extensions.resolveSibling("pg_background.control"), CONTROL);
      Files.writeString(extensions.resolveSibling("pg_background--1.8.sql"), SCRIPT);
      return new ServerWithExtension(postgres);
    } catch (IOException | RuntimeException e) {
      postgres.close();
      throw e;
    }
  }

  /** The URL of its database {@code postgres} for pgjdbc. */
  public String plainUrl() {
    return postgres.getJdbcUrl("postgres", "postgres");
  }

  @Override
  public void close() throws IOException {
    postgres.close();
  }

  /** The same binaries as ever; but of each resolver they are unpacked once, wherever that was. */
  private static final class OwnPrograms implements PgBinaryResolver {
    @Override
    public InputStream getPgBinary(String system, String machine) throws IOException {
      return DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system, machine);
    }
  }
}
