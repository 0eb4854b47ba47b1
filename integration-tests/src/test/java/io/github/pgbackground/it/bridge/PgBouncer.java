package io.github.pgbackground.it.bridge;

import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.serving.Await;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/** A PgBouncer before a server. */
public final class PgBouncer implements AutoCloseable {
  /** For what it hands out its connections. */
  public enum Mode {
    SESSION,
    TRANSACTION
  }

  private static final List<Path> PLACES =
      List.of(Path.of("/usr/sbin/pgbouncer"), Path.of("/usr/bin/pgbouncer"));

  private final Process process;
  private final int port;

  private PgBouncer(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Whether this machine has it, and what a superuser needs to start what refuses superusers. */
  public static boolean isThere() {
    return PLACES.stream().anyMatch(Files::isExecutable)
        && (!isSuperuser() || Files.isExecutable(Path.of("/usr/bin/unshare")));
  }

  private static boolean isSuperuser() {
    return "root".equals(System.getProperty("user.name"));
  }

  /**
   * Starts it on a free port.
   *
   * @param directory of its alone
   */
  public static PgBouncer before(TestDatabase database, Mode mode, Path directory)
      throws Exception {
    Properties server = Driver.parseURL(database.plainUrl(), null);
    if (server == null) {
      throw new IllegalArgumentException("pgjdbc does not know " + database.plainUrl());
    }
    int port = freePort();
    String password = PGProperty.PASSWORD.getOrDefault(server);
    Path settings = directory.resolve("pgbouncer.ini");
    Files.writeString(
        settings,
        String.format(
            Locale.ROOT,
            """
        [databases]
        * = host=%s port=%s user=%s%s
        [pgbouncer]
        listen_addr = 127.0.0.1
        listen_port = %d
        unix_socket_dir =
        auth_type = any
        pool_mode = %s
        ignore_startup_parameters = extra_float_digits
        """,
            InetAddress.getByName(PGProperty.PG_HOST.getOrDefault(server)).getHostAddress(),
            PGProperty.PG_PORT.getOrDefault(server),
            PGProperty.USER.getOrDefault(server),
            password == null ? "" : " password=" + password,
            port,
            mode.name().toLowerCase(Locale.ROOT)));
    List<String> command = new ArrayList<>();
    if (isSuperuser()) {
      command.addAll(List.of("unshare", "-U"));
    }
    command.add(PLACES.stream().filter(Files::isExecutable).findFirst().orElseThrow().toString());
    command.add(settings.toString());
    File log = directory.resolve("pgbouncer.log").toFile();
    PgBouncer started =
        new PgBouncer(
            new ProcessBuilder(command)
                .redirectOutput(Redirect.appendTo(log))
                .redirectError(Redirect.appendTo(log))
                .start(),
            port);
    Await.until("PgBouncer listens", started::listens);
    return started;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private boolean listens() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** The same URL, this way. */
  public String through(String url) {
    return url.replaceFirst("//[^/]*/", "//127.0.0.1:" + port + "/");
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    process.waitFor();
  }
}
