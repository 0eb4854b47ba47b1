package io.github.pgbackground.it.server;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;

/** Two servers of one test's own: one takes over when the other has ended. */
public final class PrimaryAndStandby implements AutoCloseable {
  private static final Path LOG = Path.of("target", "postgresql-standby.log");

  private final Path data;
  private final EmbeddedPostgres primary;
  private final Path copy;
  private final EmbeddedPostgres standby;

  private PrimaryAndStandby(
      Path data, EmbeddedPostgres primary, Path copy, EmbeddedPostgres standby) {
    this.data = data;
    this.primary = primary;
    this.copy = copy;
    this.standby = standby;
  }

  /**
   * Starts both, on free ports.
   *
   * @param directory of theirs alone
   */
  public static PrimaryAndStandby start(Path directory) throws Exception {
    Path data = directory.resolve("primary");
    Path copy = directory.resolve("standby");
    RestartingServer.stop(builder(data).start(), data);
    copy(data, copy);
    EmbeddedPostgres primary = builder(data).start();
    try {
      Files.writeString(
          copy.resolve("postgresql.auto.conf"),
          "primary_conninfo = 'host=localhost user=postgres port=" + primary.getPort() + "'\n",
          StandardOpenOption.APPEND);
      Files.createFile(copy.resolve("standby.signal"));
      return new PrimaryAndStandby(data, primary, copy, builder(copy).start());
    } catch (IOException | RuntimeException e) {
      primary.close();
      throw e;
    }
  }

  private static EmbeddedPostgres.Builder builder(Path data) throws IOException {
    return RestartingServer.builder(data, LOG).setServerConfig("fsync", "off");
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Path copied = to.resolve(from.relativize(file));
        Files.copy(file, copied);
        if (Files.isDirectory(file)) {
          Files.setPosixFilePermissions(copied, Files.getPosixFilePermissions(file));
        }
      }
    }
  }

  /** The URL of both for the driver under test. */
  public String url(String targetServerType) {
    return String.join(
        "",
        "jdbc:pgbackground://localhost:" + primary.getPort() + ",localhost:" + standby.getPort(),
        "/postgres?user=postgres&targetServerType=" + targetServerType);
  }

  public int primaryPort() {
    return primary.getPort();
  }

  public int standbyPort() {
    return standby.getPort();
  }

  /** Ends the sessions of the primary, and the primary. */
  public void endPrimary() throws Exception {
    RestartingServer.stop(primary, data);
  }

  @Override
  public void close() throws Exception {
    RestartingServer.stop(standby, copy);
    RestartingServer.stop(primary, data);
  }
}
