package io.github.pgbackground.it.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.pgbackground.it.PostgresExtension;
import io.github.pgbackground.it.TestDatabase;
import io.github.pgbackground.it.serving.Await;
import io.github.pgbackground.it.serving.Sql;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Where the check of a server has its passwords from, and that it tells none. */
@ExtendWith(PostgresExtension.class)
class CommandPasswordTest {
  private static final String ROLE = "pgbackground_it_asked";
  private static final String SECRET = "sesame";

  private final TestDatabase database;
  private Path hba;
  private String hbaBefore;

  CommandPasswordTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void askForThePassword() throws Exception {
    try (Connection admin = database.admin()) {
      Sql.execute(admin, "set password_encryption = 'scram-sha-256'");
      Sql.execute(admin, "create role " + ROLE + " login password '" + SECRET + "'");
      hba = Path.of(Objects.requireNonNull(Sql.value(admin, "show hba_file")));
      assumeTrue(Files.isWritable(hba), "the server is not on this machine");
      hbaBefore = Files.readString(hba);
      Files.writeString(hba, "host all " + ROLE + " all scram-sha-256\n" + hbaBefore);
      Sql.execute(admin, "select pg_reload_conf()");
    }
    Await.until("the server asks for the password", () -> !isLetIn());
  }

  @AfterEach
  void letAllInAgain() throws Exception {
    if (hbaBefore != null) {
      Files.writeString(hba, hbaBefore);
      try (Connection admin = database.admin()) {
        Sql.execute(admin, "select pg_reload_conf()");
      }
      Await.until("the server asks no more", this::isLetIn);
    }
    try (Connection admin = database.admin()) {
      Sql.execute(admin, "drop role " + ROLE);
    }
  }

  private boolean isLetIn() {
    try (Connection connection =
        DriverManager.getConnection(
            database.plainUrl().replaceFirst("user=[^&]*", "user=" + ROLE))) {
      return true;
    } catch (SQLException e) {
      return false;
    }
  }

  private String url(String more) {
    return database.url().replaceFirst("user=[^&]*", "user=" + ROLE) + more;
  }

  private JarRun run(String more, Map<String, String> environment) throws Exception {
    JarRun run = JarRun.of(JarRun.ALL, environment, "--url", url(more));
    assertFalse(run.toString().contains(SECRET), "it tells the password");
    return run;
  }

  @Test
  void it_is_that_of_the_environment() throws Exception {
    assertEquals(0, run("", Map.of("PGPASSWORD", SECRET)).status());
    JarRun wrong = run("", Map.of("PGPASSWORD", "simsim"));
    assertEquals(2, wrong.status());
    assertTrue(wrong.finding("problem", "connection").contains("-> Give the password in"));
  }

  @Test
  void it_is_that_of_the_password_file(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("pgpass"), "*:*:*:" + ROLE + ":" + SECRET);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    assertEquals(0, run("", Map.of("PGPASSFILE", file.toString())).status());
  }

  @Test
  void it_is_that_of_the_url_before_all_others() throws Exception {
    JarRun run = run("&password=" + SECRET, Map.of("PGPASSWORD", "simsim"));
    assertEquals(0, run.status());
    assertTrue(run.finding("ok", "connection").contains("password=***"));
  }

  @Test
  void somebody_at_a_terminal_is_asked_for_it_and_it_is_not_shown() throws Exception {
    assumeTrue(Terminal.isThere(), "this machine has no script of util-linux");
    JarRun right = JarRun.atTerminal("Password: ", SECRET, "--url", url(""));
    assertEquals(0, right.status(), right::toString);
    assertTrue(right.finding("ok", "connection").contains(" as " + ROLE + " after "));
    assertFalse(right.toString().contains(SECRET), "it shows the password");
    JarRun wrong = JarRun.atTerminal("Password: ", "simsim", "--url", url(""));
    assertEquals(2, wrong.status(), wrong::toString);
    assertTrue(wrong.finding("problem", "connection").contains("authentication failed"));
  }

  @Test
  void one_in_the_url_that_is_wrong_is_to_be_put_right_there() throws Exception {
    JarRun run = run("&password=simsim", Map.of("PGPASSWORD", SECRET));
    assertEquals(2, run.status());
    assertTrue(run.finding("problem", "connection").contains("-> Give the right password in the"));
  }

  @Test
  void without_one_and_without_a_console_it_says_where_to_give_it() throws Exception {
    JarRun none = run("", Map.of("HOME", "/nowhere"));
    assertEquals(2, none.status());
    assertTrue(none.finding("problem", "connection").contains("-> Give the password in"));
  }
}
