package io.github.pgbackground.it.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.docs.Page.Block;
import io.github.pgbackground.it.server.ServerWithExtension;
import io.github.pgbackground.it.server.TestServer;
import io.github.pgbackground.it.serving.Sql;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGProperty;

/** The commands that move a database: from a server with the extension, and on from there. */
@ExtendWith(PostgresExtension.class)
class DumpCommandsTest {
  private final TestDatabase fresh;

  @TempDir private Path directory;

  DumpCommandsTest(TestDatabase fresh) {
    this.fresh = fresh;
  }

  private static String commands(String source) throws Exception {
    return Page.all().stream()
        .flatMap(Holding.DUMP::blocks)
        .map(Block::text)
        .filter(text -> text.contains(source))
        .findFirst()
        .orElseThrow();
  }

  private void run(String commands) throws Exception {
    String path = programs() + File.pathSeparator + System.getenv("PATH");
    new Shell(directory, Map.of("PATH", path)).run(commands, "");
  }

  private static void prepare(Connection owner) throws SQLException {
    Sql.execute(owner, "create extension pg_background");
    Sql.execute(owner, "create table sale (n int)");
    Sql.execute(owner, "insert into sale values (1), (2)");
    Sql.execute(
        owner,
        "create function sold() returns text language sql as $$ select t from"
            + " pg_background_result(pg_background_launch('select sum(n)::text from sale'))"
            + " as (t text) $$");
  }

  /** Calls the function through the driver, then removes all. */
  private static void assertSold(TestDatabase database) throws SQLException {
    try (Connection connection = database.connect()) {
      assertEquals("3", Sql.value(connection, "select sold()"));
      Sql.execute(connection, "drop function sold; drop table sale; drop extension pg_background");
    }
  }

  @BeforeEach
  void look() throws Exception {
    assumeTrue(Shell.isThere(), "this machine has no /bin/sh");
    programs();
  }

  @AfterEach
  void dropRole() throws SQLException {
    try (Connection owner = fresh.connectPlain()) {
      Sql.execute(owner, "drop role if exists pgbackground_role");
    }
  }

  @Test
  void what_calls_the_extension_calls_this_driver_afterwards() throws Exception {
    try (ServerWithExtension old = ServerWithExtension.start(directory.resolve("old"))) {
      try (Connection owner = DriverManager.getConnection(old.plainUrl())) {
        assumeTrue(version(owner) == version(), "both servers are of one version");
        prepare(owner);
      }
      try (Connection owner = fresh.connect()) {
        Sql.execute(owner, "create extension pg_background");
      }
      run(
          commands("-h old shop")
              .replace("-h old shop", where(old.plainUrl()) + " -d postgres")
              .replace("-h new -d shop", where(fresh.plainUrl()) + " -d " + fresh.name()));
    }
    assertSold(fresh);
  }

  @Test
  void installed_functions_go_along_to_a_third_database(TestServer server) throws Exception {
    try (Connection owner = fresh.connect()) {
      prepare(owner);
    }
    try (TestDatabase third = TestDatabase.createOn(server)) {
      run(
          commands("-h new shop")
              .replace("-h new shop", where(fresh.plainUrl()) + " -d " + fresh.name())
              .replace("-h other -d shop", where(third.plainUrl()) + " -d " + third.name()));
      assertSold(third);
    }
    assertSold(fresh);
  }

  private int version() throws SQLException {
    try (Connection connection = fresh.connectPlain()) {
      return version(connection);
    }
  }

  private static int version(Connection connection) throws SQLException {
    return connection.getMetaData().getDatabaseMajorVersion();
  }

  /** Where pg_dump and pg_restore of the server's version are. */
  private Path programs() throws Exception {
    int version = version();
    List<Path> folders = new ArrayList<>();
    folders.add(Path.of("/usr/lib/postgresql", Integer.toString(version), "bin"));
    for (String folder : System.getenv("PATH").split(File.pathSeparator, -1)) {
      folders.add(Path.of(folder));
    }
    for (Path folder : folders) {
      if (isOfVersion(folder, version)) {
        return folder;
      }
    }
    return abort("this machine has no pg_dump and pg_restore of PostgreSQL " + version);
  }

  private static boolean isOfVersion(Path folder, int version) throws Exception {
    Path dump = folder.resolve("pg_dump");
    if (!Files.isExecutable(dump) || !Files.isExecutable(folder.resolve("pg_restore"))) {
      return false;
    }
    String said = new Shell(folder, Map.of()).run("./pg_dump --version", "");
    return said.startsWith("pg_dump (PostgreSQL) " + version + ".");
  }

  private static String where(String url) {
    Properties parsed = Objects.requireNonNull(org.postgresql.Driver.parseURL(url, null));
    return String.join(
        " ",
        "-h",
        PGProperty.PG_HOST.getOrDefault(parsed),
        "-p",
        PGProperty.PG_PORT.getOrDefault(parsed),
        "-U",
        PGProperty.USER.getOrDefault(parsed));
  }
}
